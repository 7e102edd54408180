package dev.drover.cascade;

import java.util.stream.Stream;

/** What drafting and verifying cost at one level of load, and which length follows from it. Guarded by its owner. */
final class BlockCosts {

    private static final int LONGEST = CascadeOptions.LONGEST_BLOCK;
    private static final int[] FIRST = {5, 0, 10, 2, LONGEST, 5, 0, 10, 2, LONGEST};
    private static final int USUAL_INTERVAL = 32;
    private static final int LONGEST_INTERVAL = 256;
    private static final double COST_SHARE = 0.1;
    private static final double OUTLIER = 2;
    private static final double LARGEST_SHARE = 0.5;
    private static final int LONG = 50;
    private static final int TRIAL = 4;
    private static final double TRIAL_SHARE = 0.03;
    private static final int LONGEST_WAIT = 400;

    private static final int ENOUGH = 10;
    private static final double FORGETTING = 200;

    /** Where the drafter had so many tokens to make up for, its time says nothing of a step's. */
    private static final int MADE_UP = 4;

    private final Mean[] passes = Stream.generate(Mean::new).limit(LONGEST + 2L).toArray(Mean[]::new);
    private final Mean step = new Mean();
    /** Blocks of each answer so far, in the mean. */
    private double noted;
    private double drawn = 0.5;
    private double fixed;
    private double each;
    private int begun;
    private int untilTrial;
    private int interval = USUAL_INTERVAL;
    private int trials;
    private int tried;
    private int trialLeft;

    /**
     * The length of the next block.
     *
     * @param rate the rate of rejection
     * @param answers how many answers are under way; they try a length together, because a pass costs what all put into it
     */
    int choose(double rate, int answers) {
        if (begun < FIRST.length * answers) {
            untilTrial = interval * answers;
            return FIRST[Math.min(begun++ / answers, FIRST.length - 1)];
        }
        if (trialLeft > 0) {
            trialLeft--;
            return tried;
        }
        int best = best(rate);
        if (--untilTrial > 0) {
            return best;
        }
        interval = best > 0 ? USUAL_INTERVAL : Math.min(2 * interval, LONGEST_INTERVAL);
        tried = trial(best, trials++);
        int count = (best > 0 ? 1 : TRIAL) * (answers > 1 ? 2 * answers : 1);
        double dear = time(tried, rate) / time(best, rate);
        untilTrial = (int) Math.max(interval * answers, Math.min(count * dear / TRIAL_SHARE, LONGEST_WAIT * answers));
        trialLeft = count - 1;
        return tried;
    }

    /** Another length than the best: shorter, longer, none, by turns. */
    private static int trial(int best, int turn) {
        if (best == 0) {
            return turn % 2 == 0 ? 2 : 4;
        }
        return switch (turn % 3) {
            case 0 -> Math.min(LONGEST, best + 1 + best / 2);
            case 1 -> best / 2;
            default -> 0;
        };
    }

    private int best(double rate) {
        fit();
        int best = 0;
        double most = 0;
        for (int length = 0; length <= LONGEST; length++) {
            double speed = AdaptiveBlocks.tokens(length, rate) / time(length, rate);
            if (speed > most) {
                most = speed;
                best = length;
            }
        }
        return best;
    }

    private double time(int length, double rate) {
        return length * step.value + fixed + each * (length + 1) + Math.pow(1 - rate, length) * drawn * step.value;
    }

    /**
     * What a pass costs by its tokens: a line through the means of all lengths, by least squares. One length's mean is too
     * noisy to be trusted against its neighbour's.
     */
    private void fit() {
        double weights = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int tokens = 1; tokens < passes.length; tokens++) {
            double weight = passes[tokens].weight(noted);
            double value = passes[tokens].value;
            weights += weight;
            x += weight * tokens;
            y += weight * value;
            xx += weight * tokens * tokens;
            xy += weight * tokens * value;
        }
        double spread = weights * xx - x * x;
        each = spread > 1e-9 * weights * xx ? Math.max(0, (weights * xy - x * y) / spread) : 0;
        fixed = (y - each * x) / weights;
        if (fixed < 0) {
            fixed = 0;
            each = xy / xx;
        }
    }

    /**
     * Learns from a block.
     *
     * @param tokens how many tokens an answer put into the large model's passes meanwhile, in the mean of all under way
     * @param answers how many are under way; what they measure in one pass is one measurement
     */
    void learn(BlockLength.Block block, double tokens, int answers) {
        noted += 1.0 / answers;
        if (block.drafted() > 0 && block.madeUp() < MADE_UP) {
            step.add(block.draftNanos() / (double) block.drafted(), noted);
        }
        if (!block.rejected()) {
            drawn += COST_SHARE * ((block.drawn() ? 1 : 0) - drawn);
        }
        int index = Math.clamp(Math.round(tokens), 1, passes.length - 1);
        passes[index].add((double) block.passNanos(), noted);
    }

    /**
     * A mean of what was measured of late; 0 before anything was. The latest counts a tenth, and more where little or nothing was
     * measured for long, up to a half, so that what was measured on a cold machine is soon forgotten. What is far above the mean, as after
     * a pause, counts as less than it was.
     */
    private static final class Mean {

        private double value;
        private double at;
        private int count;
        private int latelySeen;

        /** How much it says: what was measured often more, long ago less; its error is a share of its value. */
        double weight(double now) {
            return count == 0 ? 0 : Math.min(count, ENOUGH) * Math.exp((at - now) / FORGETTING) / (value * value);
        }

        void add(double latest, double now) {
            double seen = Math.max(1, latest);
            latelySeen = now - at > LONG ? 1 : latelySeen + 1;
            double share = Math.max(1 - Math.pow(1 - COST_SHARE, now - at), 1.0 / (latelySeen + 1));
            share = Math.min(LARGEST_SHARE, share);
            value = value == 0 ? seen : value + share * (Math.min(seen, OUTLIER * value) - value);
            at = now;
            count++;
        }
    }
}
