package dev.drover.cascade;

import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Chooses block lengths by expected tokens per second, from what is measured while answers are decoded.
 *
 * <pre>
 *   tokens(g) = (1 - (1-r)^(g+1)) / r                      r: rate of rejection (Leviathan et al., 2023)
 *   time(g)   = g d + V(g+1) + (1-r)^g u d                 d: a drafter's step, V(n): a pass over n tokens
 *   g*        = argmax tokens(g) / time(g),  0 to 15       u: how often the added token must be drafted
 * </pre>
 *
 * Times are what callers wait, so that a busy machine or a full batch shows in them: where passes of several tokens become
 * dear, blocks become shorter, and where drafting is a loss {@code g* = 0} and the large model decodes alone. Costs are
 * shared by all answers of a pair; the rate of rejection is an answer's own, drawn towards that of all while it is young.
 *
 * <p>
 * Only lengths that are used are measured. So the first blocks try lengths all over the range, and later every 32nd block
 * tries another one; where drafting is a loss, four blocks in a row do, more seldom while that confirms it. The choice depends on what was emitted and
 * on clocks, never on random numbers still to be drawn, so that the law of what is emitted stays the rule's; but a seed
 * no longer repeats an answer at temperatures above 0. Safe for use by many threads.
 */
final class AdaptiveBlocks {

    private static final int LONGEST = CascadeOptions.LONGEST_BLOCK;
    private static final int[] FIRST = {5, 0, 10, 2, LONGEST, 5, 0, 10, 2, LONGEST};
    private static final int USUAL_INTERVAL = 32;
    private static final int LONGEST_INTERVAL = 256;
    private static final double COST_SHARE = 0.1;
    private static final double RATE_SHARE = 0.005;
    private static final double OUTLIER = 2;
    private static final double LARGEST_SHARE = 0.5;
    private static final int TRIAL = 4;
    private static final double PRIOR_WEIGHT = 16;
    private static final double MEMORY = 0.99;

    private final LongSupplier clock;
    private final Mean[] passes = Stream.generate(Mean::new).limit(LONGEST + 2L).toArray(Mean[]::new);
    private final Mean step = new Mean();
    private long noted;
    private double rejection = 0.2;
    private double drawn = 0.5;
    private int begun;
    private int untilTrial = USUAL_INTERVAL;
    private int interval = USUAL_INTERVAL;
    private int trials;
    private int tried;
    private int trialLeft;

    /**
     * Creates one for a pair.
     *
     * @param clock nanoseconds
     */
    AdaptiveBlocks(LongSupplier clock) {
        this.clock = clock;
    }

    /** The lengths of an answer's blocks. */
    BlockLength answer() {
        return new Answer();
    }

    private synchronized int choose(double judged, double rejected) {
        if (begun < FIRST.length) {
            return FIRST[begun++];
        }
        if (trialLeft > 0) {
            trialLeft--;
            return tried;
        }
        int best = best((rejection * PRIOR_WEIGHT + rejected) / (PRIOR_WEIGHT + judged));
        if (--untilTrial > 0) {
            return best;
        }
        interval = best > 0 ? USUAL_INTERVAL : Math.min(2 * interval, LONGEST_INTERVAL);
        untilTrial = interval;
        tried = trial(best, trials++);
        trialLeft = best > 0 ? 0 : TRIAL - 1;
        return tried;
    }

    /** Another length than the best: shorter, longer, none, by turns. */
    private static int trial(int best, int turn) {
        if (best == 0) {
            return turn % 2 == 0 ? 3 : 6;
        }
        return switch (turn % 3) {
            case 0 -> Math.min(LONGEST, best + 1 + best / 2);
            case 1 -> best / 2;
            default -> 0;
        };
    }

    private int best(double rate) {
        int best = 0;
        double most = 0;
        for (int length = 0; length <= LONGEST; length++) {
            double speed = tokens(length, rate) / time(length, rate);
            if (speed > most) {
                most = speed;
                best = length;
            }
        }
        return best;
    }

    /** Expected tokens of a block of a length. */
    static double tokens(int length, double rate) {
        return rate < 1e-9 ? length + 1.0 : (1 - Math.pow(1 - rate, length + 1)) / rate;
    }

    private double time(int length, double rate) {
        return length * step.value + pass(length + 1) + Math.pow(1 - rate, length) * drawn * step.value;
    }

    /** What a pass over so many tokens costs: measured, between two measured ones, or as the nearest measured one. */
    private double pass(int tokens) {
        int below = tokens;
        while (below > 0 && passes[below].value == 0) {
            below--;
        }
        int above = tokens;
        while (above < passes.length && passes[above].value == 0) {
            above++;
        }
        if (below == 0) {
            return above == passes.length ? 1 : passes[above].value;
        }
        if (above == passes.length || above == below) {
            return passes[below].value;
        }
        double share = (tokens - below) / (double) (above - below);
        return passes[below].value + share * (passes[above].value - passes[below].value);
    }

    private synchronized void learn(BlockLength.Block block) {
        noted++;
        if (block.drafted() > 0) {
            step.add(block.draftNanos() / (double) block.drafted(), noted);
            int judged = block.kept() + (block.rejected() ? 1 : 0);
            for (int i = 0; i < judged; i++) {
                rejection += RATE_SHARE * ((i < block.kept() ? 0 : 1) - rejection);
            }
        }
        if (!block.rejected()) {
            drawn += COST_SHARE * ((block.drawn() ? 1 : 0) - drawn);
        }
        passes[Math.min(block.passTokens(), LONGEST + 1)].add((double) block.passNanos(), noted);
    }

    /**
     * A mean of what was measured of late; 0 before anything was. The latest counts a tenth, and more where nothing was measured
     * for long, up to a half, so that what was measured on a cold machine is soon forgotten. What is far above the mean, as after
     * a pause, counts as less than it was.
     */
    private static final class Mean {

        private double value;
        private long at;

        void add(double latest, long now) {
            double seen = Math.max(1, latest);
            double share = Math.min(LARGEST_SHARE, 1 - Math.pow(1 - COST_SHARE, (double) (now - at)));
            value = value == 0 ? seen : value + share * (Math.min(seen, OUTLIER * value) - value);
            at = now;
        }
    }

    private final class Answer implements BlockLength {

        private double judged;
        private double rejected;

        @Override
        public int next() {
            return choose(judged, rejected);
        }

        @Override
        public void note(Block block) {
            for (int i = 0; i < block.kept(); i++) {
                judge(0);
            }
            if (block.rejected()) {
                judge(1);
            }
            learn(block);
        }

        private void judge(int rejections) {
            judged = MEMORY * judged + 1;
            rejected = MEMORY * rejected + rejections;
        }

        @Override
        public long now() {
            return clock.getAsLong();
        }
    }
}
