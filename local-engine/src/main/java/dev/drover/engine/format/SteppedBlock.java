package dev.drover.engine.format;

import java.util.Arrays;

/**
 * A block of many groups on its way to be stored: every group's scale is a step of the block's factor. Groups are
 * fitted each for itself first; the factor lets the largest scale have the largest step. Then each group takes the
 * better of the two steps next to its scale (and its offset, of all four pairs), with new codes; and for these codes
 * the factors are solved for once more, which is kept if it loses less.
 */
final class SteppedBlock {

    private static final int TURNS = 2;

    private final CodedFormat format;
    private final ScaleSearch search;
    private final int lowest;
    private final int highest;
    private final int[] steps;
    private final int[] offsetSteps;
    private final ScaleSearch.Fit[] fits;
    private int[] codes;
    private float factor;
    private float offsetFactor;

    /**
     * Fits one.
     *
     * @param lowest the least step of a scale; offsets' steps begin at 0
     * @param highest the greatest step
     */
    SteppedBlock(CodedFormat format, float[] source, int from, int lowest, int highest) {
        this.format = format;
        this.lowest = lowest;
        this.highest = highest;
        this.search = new ScaleSearch(format, source, from);
        int groups = format.blockSize() / format.groupSize();
        this.steps = new int[groups];
        this.offsetSteps = new int[groups];
        this.fits = new ScaleSearch.Fit[groups];
        this.codes = search.codes();
        fit();
    }

    private void fit() {
        double extreme = 0;
        double deepest = 0;
        for (int group = 0; group < fits.length; group++) {
            fits[group] = search.best(group * format.groupSize());
            double scale = fits[group].scale();
            extreme = Math.abs(scale) > Math.abs(extreme) ? scale : extreme;
            deepest = Math.min(deepest, fits[group].offset());
        }
        double least = Double.POSITIVE_INFINITY;
        double next = extreme / (lowest < 0 ? lowest : highest);
        double nextOffset = deepest / highest;
        for (int turn = 0; turn < TURNS; turn++) {
            float nowFactor = half(next);
            float nowOffset = half(nextOffset);
            int[] nowSteps = new int[fits.length];
            int[] nowOffsets = new int[fits.length];
            double loss = 0;
            for (int group = 0; group < fits.length; group++) {
                loss += take(group, nowFactor, nowOffset, nowSteps, nowOffsets);
            }
            if (!(loss < least)) {
                return;
            }
            least = loss;
            factor = nowFactor;
            offsetFactor = nowOffset;
            codes = search.codes().clone();
            System.arraycopy(nowSteps, 0, steps, 0, steps.length);
            System.arraycopy(nowOffsets, 0, offsetSteps, 0, steps.length);
            ScaleSearch.Fit better = search.factors(steps, offsetSteps);
            next = better.scale();
            nextOffset = Math.min(0, better.offset());
        }
    }

    /** The better steps of a group for given factors, with their codes; returns what is lost. */
    private double take(int group, float nowFactor, float nowOffset, int[] nowSteps, int[] nowOffsets) {
        int first = group * format.groupSize();
        int step = below(fits[group].scale(), nowFactor, lowest);
        int offsetStep = below(fits[group].offset(), nowOffset, 0);
        double least = Double.POSITIVE_INFINITY;
        for (int i = step; i <= Math.min(step + 1, highest); i++) {
            for (int j = offsetStep; j <= Math.min(offsetStep + 1, format.hasOffsets() ? highest : 0); j++) {
                double loss = search.store(first, (double) nowFactor * i, (double) nowOffset * j);
                if (loss < least) {
                    least = loss;
                    nowSteps[group] = i;
                    nowOffsets[group] = j;
                }
            }
        }
        return search.store(first, (double) nowFactor * nowSteps[group], (double) nowOffset * nowOffsets[group]);
    }

    /** The step at or below a scale. */
    private int below(double scale, float unit, int least) {
        return unit == 0 ? 0 : (int) Math.clamp(Math.floor(scale / unit), (double) least, highest);
    }

    private static float half(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    /** The factor of all scales, a number of half precision. */
    float factor() {
        return factor;
    }

    /** The factor of all offsets, a number of half precision, at most 0. */
    float offsetFactor() {
        return offsetFactor;
    }

    /** A group's step. */
    int step(int group) {
        return steps[group];
    }

    /** A group's step of the offset. */
    int offsetStep(int group) {
        return offsetSteps[group];
    }

    /** All codes. */
    int[] codes() {
        return Arrays.copyOf(codes, codes.length);
    }
}
