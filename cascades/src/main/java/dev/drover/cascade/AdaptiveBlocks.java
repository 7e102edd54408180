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
 * Times are what callers wait, so that a busy machine shows in them: where passes of several tokens become dear, blocks
 * become shorter, and where drafting is a loss {@code g* = 0} and the large model decodes alone. The rate of rejection is
 * an answer's own, drawn towards that of all while it is young; where several share passes it is that of all, as blocks of
 * one length keep them in step.
 *
 * <p>
 * Costs are shared by all answers of a pair, but depend on how many are under way, because these share passes: so they are
 * kept apart by that number, in powers of two, and what was learned without load holds again when the load has gone. In a
 * shared pass an answer waits for what the others put into it, so that to each its own drafts look free while together they
 * are not. Therefore {@code V(n)} means that every answer puts {@code n} tokens in: a pass's time is booked under the mean of what
 * all put in, and another length is tried by all together.
 *
 * <p>
 * Only lengths that are used are measured. So the first blocks try lengths all over the range, and later every 32nd block
 * tries another one; where drafting is a loss, four blocks in a row do, more seldom while that confirms it; and no more
 * often than takes some three percent of the time. The choice depends on what was emitted and on clocks, never on random numbers still to be drawn, so that the law of what is emitted
 * stays the rule's; but a seed no longer repeats an answer at temperatures above 0. Safe for use by many threads.
 */
final class AdaptiveBlocks {

    private static final int LEVELS = 9;
    private static final double LOAD_SHARE = 0.3;
    private static final double RATE_SHARE = 0.005;
    private static final double PRIOR_WEIGHT = 16;
    private static final double MEMORY = 0.99;

    private final LongSupplier clock;
    private final BlockCosts[] levels = Stream.generate(BlockCosts::new).limit(LEVELS).toArray(BlockCosts[]::new);
    private double rejection = 0.2;
    private int underway;
    private int planned;
    private double load = 1;

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

    /** Expected tokens of a block of a length. */
    static double tokens(int length, double rate) {
        return rate < 1e-9 ? length + 1.0 : (1 - Math.pow(1 - rate, length + 1)) / rate;
    }

    private synchronized int begin(Answer answer) {
        underway++;
        load += LOAD_SHARE * (underway - load);
        int answers = answers();
        double rate = answers > 1 ? rejection
                : (rejection * PRIOR_WEIGHT + answer.rejected) / (PRIOR_WEIGHT + answer.judged);
        int length = costs().choose(rate, answers);
        answer.own = length + 1;
        planned += answer.own;
        answer.meanAtBegin = planned / (double) underway;
        return length;
    }

    private int answers() {
        return (int) Math.max(1, Math.round(load));
    }

    private BlockCosts costs() {
        return levels[Math.clamp(Math.round(Math.log(load) / Math.log(2)), 0, LEVELS - 1)];
    }

    private synchronized void end(Answer answer, BlockLength.Block block) {
        double mean = (planned - answer.own + block.passTokens()) / (double) underway;
        leave(answer);
        int judged = block.kept() + (block.rejected() ? 1 : 0);
        for (int i = 0; i < judged; i++) {
            rejection += RATE_SHARE * ((i < block.kept() ? 0 : 1) - rejection);
        }
        costs().learn(block, underway == 0 ? block.passTokens() : (mean + answer.meanAtBegin) / 2, answers());
    }

    private synchronized void leave(Answer answer) {
        if (answer.own > 0) {
            underway--;
            planned -= answer.own;
            answer.own = 0;
        }
    }

    private final class Answer implements BlockLength {

        private double judged;
        private double rejected;

        /** What it was to put into the pass of the block under way; 0 between blocks. Guarded by the outer object. */
        private int own;
        private double meanAtBegin;

        @Override
        public int next() {
            return begin(this);
        }

        @Override
        public void note(Block block) {
            for (int i = 0; i < block.kept(); i++) {
                judge(0);
            }
            if (block.rejected()) {
                judge(1);
            }
            end(this, block);
        }

        private void judge(int rejections) {
            judged = MEMORY * judged + 1;
            rejected = MEMORY * rejected + rejections;
        }

        @Override
        public long now() {
            return clock.getAsLong();
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}
