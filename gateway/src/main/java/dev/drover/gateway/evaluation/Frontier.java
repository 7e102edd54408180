package dev.drover.gateway.evaluation;

import dev.drover.gateway.evaluation.CascadeBench.Line;
import dev.drover.herd.task.Item;
import dev.drover.inference.token.TokenModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * What a pair of models can give: for every rule, leniency, block length and temperature its quality against its time and its
 * large-model work, and which settings no other one beats in both.
 *
 * @param drafter the small model's name
 * @param verifier the large model's name
 * @param lines a line a setting
 */
public record Frontier(String drafter, String verifier, List<Line> lines) {

    /** How long a measured answer may be unless somebody says otherwise, in tokens. */
    public static final int USUAL_LIMIT = 200;

    /** Copies the lines. */
    public Frontier {
        lines = List.copyOf(lines);
    }

    /**
     * What is asked.
     *
     * @param tasks the questions with their grading
     * @param hash a digest of them
     */
    public record Tasks(List<Task> tasks, String hash) {

        /** Copies the tasks. */
        public Tasks {
            tasks = List.copyOf(tasks);
        }

        /** Items of the herd. */
        public static Tasks of(List<Item> items) {
            return new Tasks(Task.of(items), digest(items.toString()));
        }

        /**
         * Tasks in a file: a JSON object a line, with {@code prompt} or {@code messages}, {@code answer} and {@code match}.
         *
         * @throws IllegalArgumentException when the file cannot be read or holds what is no task
         */
        public static Tasks in(Path file) {
            List<Task> tasks = TaskFile.read(file);
            return new Tasks(tasks, digest(TaskFile.text(file)));
        }
    }

    /**
     * A pair of models with the names they were asked for by.
     *
     * @param drafterName of the small model
     * @param drafter the small model
     * @param verifierName of the large model
     * @param verifier the large model, with the same tokens
     */
    public record Pair(String drafterName, TokenModel drafter, String verifierName, TokenModel verifier) {}

    /**
     * What a run measures; another one cannot go on with its file.
     *
     * @param drafter the small model's name
     * @param verifier the large model's name
     * @param tasks how many tasks there are
     * @param tasksHash a digest of the tasks
     * @param limit how many tokens an answer may have
     * @param seed where random numbers start
     * @param settings in the order of the marks
     */
    private record Subject(String drafter, String verifier, int tasks, String tasksHash, int limit, long seed,
            List<CascadeSetting> settings) {}

    /**
     * Measures, or goes on measuring.
     *
     * @param pair the models
     * @param tasks what they are asked
     * @param plan how they shall answer
     * @param limit how many tokens an answer may have
     * @param results the file of results, which is continued if it is of this very run
     * @param progress told the number of tasks done
     * @throws IllegalArgumentException when the file records another run
     */
    public static Frontier measure(Pair pair, Tasks tasks, CascadeBench.Plan plan, int limit, Path results,
            IntConsumer progress) {
        List<CascadeSetting> settings = CascadeSetting.of(plan);
        List<Task> all = tasks.tasks();
        RunRecords<List<Mark>> records = RunRecords.open(results, new Subject(pair.drafterName(), pair.verifierName(),
                all.size(), tasks.hash(), limit, plan.seed(), settings), new TypeReference<>() {});
        int done = records.all().size();
        if (done < all.size()) {
            InterleavedRun run = new InterleavedRun(settings, pair.drafter(), pair.verifier(), limit, plan.seed());
            run.warmUp(all);
            for (int i = done; i < all.size(); i++) {
                records.add(run.marks(i, all.get(i)));
                progress.accept(i + 1);
            }
        }
        CascadeLines lines = new CascadeLines(settings);
        records.all().forEach(lines::add);
        return new Frontier(pair.drafterName(), pair.verifierName(), lines.lines());
    }

    /** Whether no setting of the same temperature is at least as good in quality and time, and better in one. */
    public boolean bestInTime(Line line) {
        return unbeaten(line, Line::time);
    }

    /** Whether no setting of the same temperature is at least as good in quality and large-model work, and better in one. */
    public boolean bestInWork(Line line) {
        return unbeaten(line, Line::work);
    }

    private boolean unbeaten(Line line, ToDoubleFunction<Line> cost) {
        double own = cost.applyAsDouble(line);
        return lines.stream()
                .filter(other -> other.temperature() == line.temperature())
                .noneMatch(other -> other.accuracy() >= line.accuracy() && cost.applyAsDouble(other) <= own
                        && (other.accuracy() > line.accuracy() || cost.applyAsDouble(other) < own));
    }

    /**
     * What a setting must reach. What is null is not asked for.
     *
     * @param quality the least share of right answers
     * @param time the most time, in times of the large model's alone
     * @param work the most passes of the large model, in times of those it takes alone
     */
    public record Target(@Nullable Double quality, @Nullable Double time, @Nullable Double work) {

        boolean metBy(Line line) {
            return (quality == null || line.accuracy() >= quality) && (time == null || line.time() <= time)
                    && (work == null || line.work() <= work);
        }
    }

    /**
     * The setting that meets a target best: where a quality is asked for the quickest that has it, else the one with the
     * highest quality, and of equal ones the other way round. Empty where none meets it.
     */
    public Optional<Line> best(Target target) {
        Comparator<Line> byQuality = Comparator.comparingDouble(line -> -line.accuracy());
        Comparator<Line> byTime = Comparator.comparingDouble(Line::time);
        return lines.stream()
                .filter(target::metBy)
                .min(target.quality() == null ? byQuality.thenComparing(byTime) : byTime.thenComparing(byQuality));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", absent);
        }
    }
}
