package dev.drover.gateway.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/** Settings against the large model and lossless, with intervals by resampling tasks. */
final class Comparisons {

    private static final int ROUNDS = 1_000;
    private static final double SIDE = 0.05;

    private final List<CascadeSetting> settings;
    /** By setting, over all tasks. */
    private final Sums[] whole;
    /** By setting, then by round. */
    private final Sums[][] resampled;

    /**
     * Creates one.
     *
     * @param settings what was measured
     * @param marks by task, then by setting
     * @param seed where random numbers start
     */
    Comparisons(List<CascadeSetting> settings, List<List<Mark>> marks, long seed) {
        this.settings = List.copyOf(settings);
        SplittableRandom random = new SplittableRandom(seed);
        int[] once = new int[marks.size()];
        Arrays.fill(once, 1);
        this.whole = new Sums[settings.size()];
        this.resampled = new Sums[settings.size()][ROUNDS];
        List<List<Mark>> columns = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            int setting = i;
            columns.add(marks.stream().map(ofTask -> ofTask.get(setting)).toList());
            whole[i] = Sums.of(columns.get(i), once);
        }
        for (int round = 0; round < ROUNDS; round++) {
            int[] drawn = new int[marks.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[random.nextInt(drawn.length)]++;
            }
            for (int i = 0; i < settings.size(); i++) {
                resampled[i][round] = Sums.of(columns.get(i), drawn);
            }
        }
    }

    /** What a setting made of tasks, each counted as often as it was drawn. */
    private record Sums(double right, double tokens, double nanos, double tasks) {

        static Sums of(List<Mark> marks, int[] times) {
            double right = 0;
            double tokens = 0;
            double nanos = 0;
            for (int i = 0; i < times.length; i++) {
                Mark mark = marks.get(i);
                right += mark.right() ? times[i] : 0;
                tokens += (double) times[i] * mark.tokens();
                nanos += (double) times[i] * mark.nanos();
            }
            return new Sums(right, tokens, nanos, times.length);
        }

        double over(Sums other) {
            return tokens / nanos / (other.tokens / other.nanos);
        }

        double beyond(Sums other) {
            return right / tasks - other.right / other.tasks;
        }

        double timeOver(Sums other) {
            return nanos / other.nanos;
        }
    }

    /** A comparison a setting, in their order. */
    List<Comparison> all() {
        List<Comparison> all = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            all.add(comparison(i));
        }
        return all;
    }

    private Comparison comparison(int own) {
        CascadeSetting setting = settings.get(own);
        int large = settings.indexOf(new CascadeSetting(CascadeSetting.LARGE, null, 0, setting.temperature(), 1));
        int lossless = lossless(setting.temperature());
        return new Comparison(setting.rule(), setting.leniency(), setting.gamma(), setting.temperature(),
                setting.topP(), whole[own].right() / whole[own].tasks(), whole[own].beyond(whole[large]),
                quantile(own, large, Sums::beyond, SIDE), whole[own].over(whole[large]),
                quantile(own, large, Sums::over, SIDE), lossless < 0 ? null : whole[own].over(whole[lossless]),
                lossless < 0 ? null : quantile(own, lossless, Sums::over, SIDE),
                quantile(own, large, Sums::timeOver, 1 - SIDE));
    }

    /** The quickest lossless setting of a temperature without top-p; -1 where there is none. */
    private int lossless(double temperature) {
        int best = -1;
        for (int i = 0; i < settings.size(); i++) {
            CascadeSetting setting = settings.get(i);
            if (setting.rule().equals(CascadeSetting.LOSSLESS) && setting.temperature() == temperature
                    && setting.topP() == 1 && (best < 0 || whole[i].over(whole[best]) > 1)) {
                best = i;
            }
        }
        return best;
    }

    private double quantile(int own, int other, ToDoubleBiFunction<Sums, Sums> figure, double share) {
        double[] values = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            values[round] = figure.applyAsDouble(resampled[own][round], resampled[other][round]);
        }
        Arrays.sort(values);
        return values[(int) Math.round(share * (ROUNDS - 1))];
    }
}
