package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * Chow's rule (eq. 2): keep the small model where {@code max q~ >= 1 - a}. It never asks whether the large model would
 * do better. Strict below 0, the small model alone from 1 on.
 */
public final class Chow implements DeferralRule {

    private static final OptionSchema OPTIONS = OptionSchema
            .of(Leniency.option(0.1, -1, 1, "below 0 the large model decides alone"), Calibration.OPTION);

    @Override
    public String name() {
        return "chow";
    }

    @Override
    public String description() {
        return "Keeps the small model where it is sure of itself. Wins when its confidence is well calibrated; "
                + "it gives up harmless free wordings and keeps confident mistakes.";
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
        return -1;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.of(1);
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        if (leniency < 0) {
            return LargeAlways.INSTANCE;
        }
        return Calibration.of(options, position -> position.smallConfidence() >= 1 - leniency);
    }
}
