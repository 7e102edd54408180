package dev.drover.cascade.rule;

import dev.drover.cascade.learned.Calibrator;
import dev.drover.cascade.learned.DeferralHead;
import dev.drover.cascade.learned.PairCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The rule with a learned estimate, and calibrated confidences of the others. */
class LearnedTest extends RuleContract {

    /** Says that the large model is right, and the small one as often as its lead over its second says. */
    private static final DeferralHead HEAD = new DeferralHead(new double[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            new double[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    private static final Distributions POSITION = Distributions.unscaled(new double[] {.8, .1, .1},
            new double[] {.1, .5, .4});

    LearnedTest() {
        super(new Learned());
    }

    @Override
    double[] leniencies() {
        return new double[] {-2, -.3, 0, .1, .5, 3};
    }

    private static String file(Path folder, PairCalibration calibration) throws IOException {
        Path file = folder.resolve("pair.json");
        Files.writeString(file, calibration.file(HEAD, Map.of()));
        return file.toString();
    }

    @Test
    void theSmallModelIsKeptWhereTheLearnedGainIsWorthNoRejection(@TempDir Path folder) throws IOException {
        String file = file(folder, PairCalibration.NONE);
        double gain = HEAD.gain(POSITION.small(), POSITION.large(), 3);
        assertThat(gain).isBetween(.05, .15);
        double turning = gain / POSITION.distance();
        for (double offset : new double[] {-.01, .01}) {
            Learned rule = new Learned();
            Deferral deferral = rule
                    .deferral(rule.options().resolve(Map.of("leniency", turning + offset, "head", file)));
            assertThat(deferral.keeps(POSITION, 0)).isEqualTo(offset > 0);
        }
    }

    @Test
    void calibratedConfidencesDecideInThePlaceOfTheModelsOwn(@TempDir Path folder) throws IOException {
        String file = file(folder, new PairCalibration(
                new Calibrator.Isotonic(new double[] {.5, 1}, new double[] {0, .5}), new Calibrator.Identity()));
        for (DeferralRule rule : List.of(new Chow(), new Diff(), new Opt())) {
            Map<String, Object> strictly = Map.of("leniency", rule instanceof Chow ? .3 : 0.0);
            assertThat(rule.deferral(rule.options().resolve(strictly)).keeps(POSITION, 0)).as(rule.name()).isTrue();
            Map<String, Object> calibrated = Map.of("leniency", strictly.get("leniency"), "calibration", file);
            assertThat(rule.deferral(rule.options().resolve(calibrated)).keeps(POSITION, 0)).as(rule.name()).isFalse();
        }
    }
}
