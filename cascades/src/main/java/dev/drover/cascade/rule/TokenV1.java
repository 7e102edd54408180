package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * The first token rule (eq. 13): keep a token where {@code q~(v) >= max p~ - a}. Strict below -1, the small model alone
 * from 1 on.
 */
public final class TokenV1 implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0.2, -2, 1, "below -1 the large model decides alone");

    @Override
    public String name() {
        return "token-v1";
    }

    @Override
    public String description() {
        return "Keeps the tokens the small model itself finds about as likely as the large one finds its best. "
                + "Wins over diff at temperatures above 0, where diff keeps a whole position with all its tail.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public boolean readsConfidence() {
        return true;
    }

    @Override
    public double strict() {
        return -2;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.of(1);
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        return leniency < -1 ? LargeAlways.INSTANCE : new Kept(leniency);
    }

    private record Kept(double leniency) implements EachToken {

        @Override
        public boolean keeps(Position position, int token) {
            return position.smallUnscaled()[token] >= position.largeConfidence() - leniency;
        }

        @Override
        public boolean readsLargeAlone() {
            return false;
        }
    }
}
