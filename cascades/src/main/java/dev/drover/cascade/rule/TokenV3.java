package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * The third token rule (eq. 15): keep a token where {@code p~(v) >= (1 - a) max p~}. Strict below 0, the small model
 * alone from 1 on. At 0 the large model's first choice is kept, so that above temperature 0 it is emitted more often
 * than {@code p} has it: 0 is not strict. At temperature 0 it is, and the rule is then Leviathan's greedy lenience.
 */
public final class TokenV3 implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0.7, -1, 1,
            "below 0 the large model decides alone, 0 itself is not strict above temperature 0");

    @Override
    public String name() {
        return "token-v3";
    }

    @Override
    public String description() {
        return "Keeps the tokens the large model finds not much less likely than its best. The rule to begin with: "
                + "harmless wordings pass, confident mistakes do not, and a weak drafter does little harm.";
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
        return leniency < 0 ? LargeAlways.INSTANCE : new Kept(1 - leniency);
    }

    private record Kept(double share) implements EachToken {

        @Override
        public boolean keeps(Position position, int token) {
            return position.largeReaches(token, share);
        }

        @Override
        public boolean readsLargeAlone() {
            return true;
        }
    }
}
