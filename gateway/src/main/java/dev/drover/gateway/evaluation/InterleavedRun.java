package dev.drover.gateway.evaluation;

import dev.drover.inference.token.TokenModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Has every setting answer a task before the next task begins, in an order that rotates, so that the machine's moods fall on
 * all alike: only ratios within a run count.
 */
final class InterleavedRun {

    private static final int WARM_UP_TASKS = 12;

    private final List<CascadeSetting> settings;
    private final List<Contender> contenders;
    private final int limit;
    private final long seed;

    /**
     * Creates one.
     *
     * @param settings what is measured
     * @param drafter the small model
     * @param verifier the large model
     * @param limit how many tokens an answer may have
     * @param seed where random numbers start
     */
    InterleavedRun(List<CascadeSetting> settings, TokenModel drafter, TokenModel verifier, int limit, long seed) {
        this.settings = List.copyOf(settings);
        this.contenders = settings.stream().map(setting -> setting.contender(drafter, verifier)).toList();
        this.limit = limit;
        this.seed = seed;
    }

    /** Answers the first tasks in vain. */
    void warmUp(List<Task> tasks) {
        for (Task task : tasks.subList(0, Math.min(WARM_UP_TASKS, tasks.size()))) {
            for (int i = 0; i < settings.size(); i++) {
                answer(task, i, seed);
            }
        }
    }

    /** The marks of all settings on a task, in the settings' order. */
    List<Mark> marks(int index, Task task) {
        Mark[] marks = new Mark[settings.size()];
        for (int i = 0; i < marks.length; i++) {
            int setting = (index + i) % marks.length;
            marks[setting] = Mark.of(task, settings.get(setting), answer(task, setting, seed + index));
        }
        return new ArrayList<>(List.of(marks));
    }

    private Contender.Answer answer(Task task, int setting, long seedOfTask) {
        return contenders.get(setting).answer(task.messages(), settings.get(setting).shaping(), seedOfTask, limit);
    }
}
