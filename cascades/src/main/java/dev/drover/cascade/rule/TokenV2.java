package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * The second token rule (eq. 14): keep a token where {@code p~(v) >= max p~ - a}. Strict below 0, the small model alone
 * from 1 on. At 0 the large model's first choice is kept, so that above temperature 0 it is emitted more often than
 * {@code p} has it: 0 is not strict.
 */
public final class TokenV2 implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0.2, -1, 1,
            "below 0 the large model decides alone, 0 itself is not strict above temperature 0");

    @Override
    public String name() {
        return "token-v2";
    }

    @Override
    public String description() {
        return "Keeps the tokens whose probability under the large model is near its best. Wins like token-v3, but a "
                + "flat large model lets everything pass.";
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
        return OptionalDouble.of(1);
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        return leniency < 0 ? LargeAlways.INSTANCE : new Kept(leniency);
    }

    private record Kept(double leniency) implements EachToken {

        @Override
        public boolean keeps(Position position, int token) {
            return position.largeUnscaled()[token] >= position.largeConfidence() - leniency;
        }

        @Override
        public boolean readsLargeAlone() {
            return true;
        }
    }
}
