package dev.drover.gateway.evaluation;

import dev.drover.engine.LocalModel;
import dev.drover.engine.schedule.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings under the load of several clients: each client takes the next task when it has its answer. Settings take turns by
 * portions of tasks, so that the machine's moods fall on all alike.
 */
public final class ClientsRun {

    private static final int LIMIT = 200;
    private static final int TASKS_A_CLIENT = 4;

    private final LocalModel drafter;
    private final LocalModel verifier;
    private final int clients;

    /**
     * Creates one.
     *
     * @param drafter the small model
     * @param verifier the large model, with the same tokens
     * @param clients how many ask at once, at least 1
     */
    public ClientsRun(LocalModel drafter, LocalModel verifier, int clients) {
        this.drafter = drafter;
        this.verifier = verifier;
        this.clients = clients;
    }

    /**
     * What came of a setting.
     *
     * @param rule the rule, or {@code large} or {@code small} for one model alone
     * @param leniency the rule's leniency; null for one model alone
     * @param gamma tokens drafted at a time, a number or {@code adaptive}; 0 for one model alone
     * @param temperature sampling temperature
     * @param clients how many asked at once
     * @param accuracy share of right final answers
     * @param tokensPerSecond of all clients together
     * @param overLarge that over the large model's alone under the same load
     * @param overLargeAtLeast its lower end at 95 %, by bootstrap over portions
     * @param draftedPerToken tokens drafted for each one produced
     * @param smallRows tokens in a pass of the small model, in the mean, prompts included
     * @param largeRows tokens in a pass of the large model, in the mean, prompts included
     */
    public record Line(String rule, @Nullable Double leniency, Object gamma, double temperature, int clients,
            double accuracy, double tokensPerSecond, double overLarge, double overLargeAtLeast, double draftedPerToken,
            double smallRows, double largeRows) {}

    private static final class Sum {

        private final List<Mark> portions = new ArrayList<>();
        private long right;
        private long drafted;
        private Statistics small = new Statistics(0, 0, 0);
        private Statistics large = new Statistics(0, 0, 0);
    }

    private record Answered(Mark mark, long drafted) {}

    /**
     * Measures.
     *
     * @param tasks what is asked
     * @param plan the settings
     * @param progress told the number of tasks done
     */
    public List<Line> run(List<Task> tasks, CascadeBench.Plan plan, IntConsumer progress) {
        List<CascadeSetting> settings = CascadeSetting.of(plan);
        List<Contender> contenders = settings.stream().map(one -> one.contender(drafter, verifier)).toList();
        List<Sum> sums = settings.stream().map(one -> new Sum()).toList();
        int portion = clients * TASKS_A_CLIENT;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int from = 0; from < tasks.size(); from += portion) {
                List<Task> some = tasks.subList(from, Math.min(tasks.size(), from + portion));
                for (int i = 0; i < settings.size(); i++) {
                    int turn = (from / portion + i) % settings.size();
                    if (from == 0) {
                        portion(pool, settings.get(turn), contenders.get(turn), some, plan.seed(), new Sum());
                    }
                    portion(pool, settings.get(turn), contenders.get(turn), some, plan.seed() + from, sums.get(turn));
                }
                progress.accept(from + some.size());
            }
        }
        return lines(settings, sums, tasks.size(), plan.seed());
    }

    private void portion(ExecutorService pool, CascadeSetting setting, Contender contender, List<Task> tasks, long seed,
            Sum sum) {
        Statistics smallBefore = drafter.statistics();
        Statistics largeBefore = verifier.statistics();
        AtomicInteger next = new AtomicInteger();
        Answered[] answers = new Answered[tasks.size()];
        long begin = System.nanoTime();
        List<Future<?>> asking = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            asking.add(pool.submit(() -> {
                for (int i = next.getAndIncrement(); i < answers.length; i = next.getAndIncrement()) {
                    Contender.Answer answer = contender.answer(tasks.get(i).messages(), setting.shaping(), seed + i,
                            LIMIT);
                    answers[i] = new Answered(Mark.of(tasks.get(i), setting, answer),
                            answer.facts().get("drafted") instanceof Number number ? number.longValue() : 0);
                }
            }));
        }
        asking.forEach(ClientsRun::await);
        long nanos = System.nanoTime() - begin;
        int tokens = Arrays.stream(answers).mapToInt(one -> one.mark().tokens()).sum();
        sum.portions.add(new Mark(true, true, tokens, nanos, 0, 0, 0));
        for (Answered one : answers) {
            sum.right += one.mark().right() ? 1 : 0;
            sum.drafted += one.drafted();
        }
        sum.small = sum.small.plus(since(drafter.statistics(), smallBefore));
        sum.large = sum.large.plus(since(verifier.statistics(), largeBefore));
    }

    private static Statistics since(Statistics now, Statistics before) {
        return new Statistics(now.passes() - before.passes(), now.rows() - before.rows(),
                now.cancelled() - before.cancelled());
    }

    private static void await(Future<?> done) {
        try {
            done.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("an answer failed: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private List<Line> lines(List<CascadeSetting> settings, List<Sum> sums, int tasks, long seed) {
        int portions = sums.getFirst().portions.size();
        List<List<Mark>> byPortion = new ArrayList<>();
        for (int i = 0; i < portions; i++) {
            int portion = i;
            byPortion.add(sums.stream().map(sum -> sum.portions.get(portion)).toList());
        }
        List<Comparison> comparisons = new Comparisons(settings, byPortion, seed).all();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            Sum sum = sums.get(i);
            Comparison comparison = comparisons.get(i);
            double tokens = sum.portions.stream().mapToInt(Mark::tokens).sum();
            double seconds = sum.portions.stream().mapToLong(Mark::nanos).sum() / 1e9;
            CascadeSetting setting = settings.get(i);
            lines.add(new Line(setting.rule(), setting.leniency(), setting.gamma(), setting.temperature(), clients,
                    sum.right / (double) tasks, tokens / seconds, comparison.overLarge(), comparison.overLargeAtLeast(),
                    sum.drafted / tokens, perPass(sum.small), perPass(sum.large)));
        }
        return lines;
    }

    private static double perPass(Statistics statistics) {
        return statistics.passes() == 0 ? 0 : statistics.rows() / (double) statistics.passes();
    }
}
