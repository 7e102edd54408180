package dev.drover.cascade.rule;

import dev.drover.cascade.learned.PairCalibration;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The option of rules that compare confidences, and what it does to them. */
final class Calibration {

    static final Option OPTION = Option.text("calibration", "none", List.of(),
            "How far both models' confidences can be trusted: a file of ./drover calibrate pair, bundled:herd, or none.");

    private Calibration() {}

    /** A rule for whole positions whose confidences are calibrated as its options say. */
    static WholePosition of(Options options, WholePosition rule) {
        PairCalibration calibration = PairCalibration.of(options.text(OPTION.name()));
        return calibration.equals(PairCalibration.NONE) ? rule
                : position -> rule.keepsSmall(new CalibratedPosition(position, calibration));
    }

    /** The difference of confidences, calibrated as a rule's options say. */
    static ToDoubleFunction<Position> gain(Options options) {
        PairCalibration calibration = PairCalibration.of(options.text(OPTION.name()));
        if (calibration.equals(PairCalibration.NONE)) {
            return position -> position.largeConfidence() - position.smallConfidence();
        }
        return position -> {
            Position calibrated = new CalibratedPosition(position, calibration);
            return calibrated.largeConfidence() - calibrated.smallConfidence();
        };
    }
}
