package dev.drover.cascade.rule;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * BiLD (Kim et al., "Speculative Decoding with Big Little Decoder", NeurIPS 2023): the small model falls back to the large
 * one where {@code max q~ < fallback}, and a drafted token is rolled back where {@code -log p~(v) > a}. At temperature 0
 * that is the original, first choices replacing what is rolled back. Above it the original has no law of its own; here a
 * position that falls back has {@code pi = p}, and elsewhere the tokens with {@code p~(v) >= exp(-a)} are kept as by the
 * token rules (eq. 11). Strict below 0, the small model alone at plus infinity with {@code fallback: 0}.
 *
 * <p>
 * The original drafts up to 10 tokens, with a fallback of .6 and leniencies from 2 to 5.
 */
public final class Bild implements DeferralRule {

    private static final String FALLBACK = "fallback";
    private static final OptionSchema OPTIONS = OptionSchema.of(
            Leniency.option(3, -1, Double.POSITIVE_INFINITY, "below 0 the large model decides alone"),
            Option.number(FALLBACK, 0.6, 0, 1, "Below this confidence of the small model a draft ends."));

    @Override
    public String name() {
        return "bild";
    }

    @Override
    public String description() {
        return "Drafts while the small model is sure and keeps tokens that the large one finds possible at all. Wins "
                + "in speed with a well calibrated drafter and long blocks; checks least of all rules.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public double strict() {
        return -1;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.empty();
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        return leniency < 0 ? LargeAlways.INSTANCE : new Kept(Math.exp(-leniency), options.number(FALLBACK));
    }

    /** Where the small model is not sure, no token is kept, which makes {@code eta = 1} and so {@code pi = p}. */
    private record Kept(double floor, double fallback) implements EachToken {

        @Override
        public boolean keeps(Position position, int token) {
            return !endsDraft(position) && possible(position, token);
        }

        @Override
        public boolean endsDraft(Position position) {
            return position.smallConfidence() < fallback;
        }

        @Override
        public boolean readsLargeAlone() {
            return false;
        }

        @Override
        public boolean settled(Position position) {
            return position.greedy() && (position.size() == 1 || !possible(position, position.largeRunnerUp()));
        }

        private boolean possible(Position position, int token) {
            return position.largeUnscaled()[token] >= floor;
        }
    }
}
