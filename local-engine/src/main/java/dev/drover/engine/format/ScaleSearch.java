package dev.drover.engine.format;

/**
 * Finds the scale, and where a format has them the offset, that makes a group of numbers lose least when they are stored.
 *
 * <p>
 * The loss is {@code sum of w (x - scale * value(code) - offset)^2} with {@code w = rms + |x|}: large weights of a
 * network matter more. For given codes the best scale and offset follow from linear equations; for a given scale and
 * offset the best codes are the nearest. Neither step can make the loss greater, but where they end depends on where
 * they start. So many starts are tried, which let the largest number, or the span of all, fill different shares of the
 * range of codes; the best of them is improved until it stays. Among the starts are those that recover what was stored
 * before without loss.
 */
final class ScaleSearch {

    private static final int STARTS = 17;
    private static final int TURNS = 4;
    /** By what share a loss must be smaller to count as that: rounding alone changes nothing. */
    private static final double LESS = 1 - 1e-9;

    private final CodedFormat format;
    private final boolean looksUp;
    private final int zero;
    private final int highest;
    private final double[] numbers;
    private final double[] weights;
    /** Weight times number. */
    private final double[] weighted;
    private final int[] codes;

    /** Of a block's numbers. */
    ScaleSearch(CodedFormat format, float[] source, int from) {
        this.format = format;
        this.looksUp = format.table().length > 0;
        this.zero = format.zero();
        this.highest = (1 << format.bits()) - 1;
        int size = format.blockSize();
        this.numbers = new double[size];
        this.weights = new double[size];
        this.weighted = new double[size];
        this.codes = new int[size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            numbers[i] = source[from + i];
            squares += numbers[i] * numbers[i];
        }
        double rms = Math.sqrt(squares / size);
        for (int i = 0; i < size; i++) {
            weights[i] = rms + Math.abs(numbers[i]);
            weighted[i] = weights[i] * numbers[i];
        }
    }

    /**
     * A scale, an offset (0 in formats without) and what is lost with them.
     */
    record Fit(double scale, double offset, double loss) {

        static final Fit NONE = new Fit(0, 0, Double.POSITIVE_INFINITY);

        Fit or(Fit other) {
            return other.loss < loss * LESS ? other : this;
        }
    }

    /** The best scale, and offset, of a group that begins at a number of the block. */
    Fit best(int first) {
        Fit best = format.hasOffsets() ? bestOfSpans(first) : bestOfExtremes(first);
        for (int turn = 0; turn < TURNS; turn++) {
            Fit next = solved(first, best.scale, best.offset);
            if (!(next.loss < best.loss * LESS)) {
                return best;
            }
            best = next;
        }
        return best;
    }

    /** Starts that give the number of largest magnitude each value from half the largest on, of either sign. */
    private Fit bestOfExtremes(int first) {
        double extreme = 0;
        for (int i = first; i < first + format.groupSize(); i++) {
            extreme = Math.abs(numbers[i]) > Math.abs(extreme) ? numbers[i] : extreme;
        }
        if (extreme == 0) {
            return new Fit(0, 0, 0);
        }
        Fit best = Fit.NONE;
        int lowest = format.value(0);
        for (int start = 0; start <= STARTS; start++) {
            double value = lowest * (0.5 + start * 0.5 / (STARTS - 1));
            best = best.or(solved(first, extreme / value, 0));
            if (format.bits() <= 4) {
                best = best.or(solved(first, -extreme / value, 0));
            }
        }
        return best;
    }

    /** Starts that let the span of the numbers, 0 among them, take from half to a little more than all codes. */
    private Fit bestOfSpans(int first) {
        double smallest = 0;
        double largest = 0;
        for (int i = first; i < first + format.groupSize(); i++) {
            smallest = Math.min(smallest, numbers[i]);
            largest = Math.max(largest, numbers[i]);
        }
        if (smallest == largest) {
            return new Fit(0, 0, 0);
        }
        Fit best = Fit.NONE;
        double step = highest > 7 ? 0.5 : 0.125;
        for (int start = -STARTS; start <= 2; start++) {
            double range = highest + start * step;
            if (range > 0) {
                best = best.or(solved(first, (largest - smallest) / range, smallest));
            }
        }
        return best;
    }

    private int nearest(double value) {
        return looksUp ? format.nearest(value) : Math.max(0, Math.min((int) Math.rint(value) + zero, highest));
    }

    /** Gives every number of a group the nearest code; returns what is lost. */
    double store(int first, double scale, double offset) {
        double inverse = scale == 0 ? 0 : 1 / scale;
        double loss = 0;
        for (int i = first; i < first + format.groupSize(); i++) {
            int code = nearest((numbers[i] - offset) * inverse);
            codes[i] = code;
            double error = numbers[i] - scale * (looksUp ? format.value(code) : code - zero) - offset;
            loss += weights[i] * error * error;
        }
        return loss;
    }

    /** The codes that were chosen last. */
    int[] codes() {
        return codes;
    }

    /** The best scale and offset for the codes next to a scale and an offset; an offset is never above 0. */
    private Fit solved(int first, double scale, double offset) {
        double inverse = scale == 0 ? 0 : 1 / scale;
        Sums sums = new Sums();
        for (int i = first; i < first + format.groupSize(); i++) {
            int code = nearest((numbers[i] - offset) * inverse);
            sums.add(weights[i], numbers[i], weighted[i], looksUp ? format.value(code) : code - zero,
                    format.hasOffsets() ? 1 : 0);
        }
        Fit both = sums.solved();
        return both.offset <= 0 ? both : sums.solvedWithoutSecond();
    }

    /** The factors of scales and offsets that are best for a block's codes and steps. */
    Fit factors(int[] steps, int[] offsetSteps) {
        Sums sums = new Sums();
        for (int i = 0; i < numbers.length; i++) {
            int group = i / format.groupSize();
            sums.add(weights[i], numbers[i], weighted[i], format.value(codes[i]) * steps[group], offsetSteps[group]);
        }
        return sums.solved();
    }

    /** The normal equations of {@code x = a * first + b * second}. */
    private static final class Sums {

        private double squares;
        private double first;
        private double second;
        private double firstFirst;
        private double firstSecond;
        private double secondSecond;

        void add(double weight, double number, double weighted, double a, double b) {
            squares += weighted * number;
            first += weighted * a;
            second += weighted * b;
            firstFirst += weight * a * a;
            firstSecond += weight * a * b;
            secondSecond += weight * b * b;
        }

        Fit solved() {
            double determinant = firstFirst * secondSecond - firstSecond * firstSecond;
            if (determinant <= 1e-12 * firstFirst * secondSecond) {
                return firstFirst == 0 ? solvedWithoutFirst() : solvedWithoutSecond();
            }
            double a = (secondSecond * first - firstSecond * second) / determinant;
            double b = (firstFirst * second - firstSecond * first) / determinant;
            return new Fit(a, b, Math.max(0, squares - a * first - b * second));
        }

        Fit solvedWithoutSecond() {
            double a = firstFirst == 0 ? 0 : first / firstFirst;
            return new Fit(a, 0, Math.max(0, squares - a * first));
        }

        private Fit solvedWithoutFirst() {
            double b = secondSecond == 0 ? 0 : second / secondSecond;
            return new Fit(0, b, Math.max(0, squares - b * second));
        }
    }
}
