package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * The difference of confidences (eq. 5): keep the small model where {@code max q~ >= max p~ - a}, the best rule of a
 * sequential cascade, which cannot have it because it does not know {@code p~}; a speculative one does. Strict below
 * -1, the small model alone from 1 on.
 */
public final class Diff implements DeferralRule {

    private static final OptionSchema OPTIONS = OptionSchema
            .of(Leniency.option(0.1, -2, 1, "below -1 the large model decides alone"), Calibration.OPTION);

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String description() {
        return "Keeps the small model where it is about as sure as the large one. Wins where the two are near ties "
                + "between free wordings, and where the small one knows more.";
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
        if (leniency < -1) {
            return LargeAlways.INSTANCE;
        }
        return Calibration.of(options, position -> position.smallConfidence() >= position.largeConfidence() - leniency);
    }
}
