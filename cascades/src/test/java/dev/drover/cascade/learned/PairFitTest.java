package dev.drover.cascade.learned;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** What is learned of a pair whose truth is known: tokens are drawn from distributions that both models distort. */
class PairFitTest {

    private static final int SIZE = 6;

    private final SplittableRandom random = new SplittableRandom(61);

    private double[] softmax(double[] logits, double temperature) {
        double[] values = Arrays.stream(logits).map(logit -> Math.exp(logit / temperature)).toArray();
        double sum = Arrays.stream(values).sum();
        return Arrays.stream(values).map(value -> value / sum).toArray();
    }

    private interface Seen {

        void see(double[] q, double[] p, int next);
    }

    /** The drafter is surer than it may be and blurs the truth, the verifier is right but for being too modest. */
    private void draw(int positions, Seen seen) {
        for (int i = 0; i < positions; i++) {
            double[] logits = random.doubles(SIZE).map(x -> 6 * x).toArray();
            double[] blurred = Arrays.stream(logits).map(x -> x + random.nextGaussian()).toArray();
            double[] truth = softmax(logits, 1);
            double rest = random.nextDouble();
            int next = 0;
            while (next < SIZE - 1 && rest >= truth[next]) {
                rest -= truth[next++];
            }
            seen.see(softmax(blurred, .5), softmax(logits, 2), next);
        }
    }

    private PairFit fitted(int positions) {
        PairFit fit = new PairFit();
        draw(positions, (q, p, next) -> fit.add(q, p, SIZE, next));
        return fit;
    }

    private static int first(double[] values) {
        int first = 0;
        for (int token = 1; token < values.length; token++) {
            first = values[token] > values[first] ? token : first;
        }
        return first;
    }

    @Test
    void aTemperatureThatWasMadeIsFound() {
        PairFit fit = fitted(20_000);
        assertThat(fit.positions()).isEqualTo(20_000);
        PairCalibration calibration = fit.calibration(PairFit.Kind.TEMPERATURE, PairFit.Kind.TEMPERATURE);
        assertThat(((Calibrator.Temperature) calibration.large()).temperature()).isEqualTo(.5, within(.03));
        assertThat(((Calibrator.Temperature) calibration.small()).temperature()).isGreaterThan(2);
    }

    @Test
    void everyWayMakesConfidencesTruerOnPositionsThatWereNotSeen() {
        PairFit fit = fitted(8_000);
        Map<PairFit.Kind, CalibrationError> errors = new EnumMap<>(PairFit.Kind.class);
        draw(8_000, (q, p, next) -> {
            for (PairFit.Kind kind : PairFit.Kind.values()) {
                errors.computeIfAbsent(kind, absent -> new CalibrationError())
                        .add(fit.calibration(kind, PairFit.Kind.IDENTITY).small().of(q, SIZE, q[first(q)]),
                                first(q) == next);
            }
        });
        double before = errors.get(PairFit.Kind.IDENTITY).value();
        assertThat(before).isGreaterThan(.1);
        assertThat(errors.get(PairFit.Kind.TEMPERATURE).value()).isLessThan(before / 3);
        assertThat(errors.get(PairFit.Kind.PLATT).value()).isLessThan(before / 3);
        assertThat(errors.get(PairFit.Kind.ISOTONIC).value()).isLessThan(before / 3);
    }

    @Test
    void estimatesOfWhoIsRightBeatTheConfidencesTheyAreMadeOf() {
        DeferralHead head = fitted(8_000).head();
        double[] squares = new double[2];
        draw(8_000, (q, p, next) -> {
            int truth = (first(p) == next ? 1 : 0) - (first(q) == next ? 1 : 0);
            squares[0] += Math.pow(p[first(p)] - q[first(q)] - truth, 2);
            squares[1] += Math.pow(head.gain(q, p, SIZE) - truth, 2);
        });
        assertThat(squares[1]).isLessThan(.9 * squares[0]);
    }

    @Test
    void calibratedConfidencesNeverFallWhereTheOthersRise() {
        PairFit fit = fitted(500);
        for (PairFit.Kind kind : PairFit.Kind.values()) {
            Calibrator calibrator = fit.calibration(kind, kind).small();
            double last = 0;
            for (double confidence = .5; confidence < 1; confidence += .01) {
                double now = calibrator.of(new double[] {confidence, 1 - confidence}, 2, confidence);
                assertThat(now).as("%s at %s", kind, confidence).isBetween(last - 1e-12, 1.0);
                last = now;
            }
        }
    }

    @Test
    void filesGiveBackWhatWasLearned(@TempDir Path folder) throws IOException {
        PairFit fit = fitted(300);
        PairCalibration calibration = fit.calibration(PairFit.Kind.ISOTONIC, PairFit.Kind.PLATT);
        Path file = folder.resolve("pair.json");
        Files.writeString(file, calibration.file(fit.head(), Map.of("items", 300)));
        assertThat(PairCalibration.of(file.toString())).isEqualTo(calibration);
        assertThat(DeferralHead.of(file.toString())).isEqualTo(fit.head());
        assertThat(PairCalibration.of("none")).isEqualTo(PairCalibration.NONE);
    }

    @Test
    void filesThatCannotBeMeantAreRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pair.json");
        for (String[] wrong : new String[][] {{"[]", "expected: a JSON object"}, {"{}", "calibration: null (expected"},
                {"{\"calibration\":{\"drafter\":{\"kind\":\"magic\"}}}", "kind: magic"},
                {"{\"calibration\":{\"drafter\":{\"kind\":\"temperature\",\"temperature\":-1}}}", "temperature: -1"},
                {"{\"calibration\":{\"drafter\":{\"kind\":\"isotonic\",\"from\":[1,0],\"to\":[0,1]}}}", "from, to"}}) {
            Files.writeString(file, wrong[0]);
            assertThatIllegalArgumentException().isThrownBy(() -> PairCalibration.of(file.toString()))
                    .withMessageContaining(wrong[1])
                    .withMessageContaining("pair.json");
        }
        Files.writeString(file, "{\"head\":{\"features\":[\"other\"]}}");
        assertThatIllegalArgumentException().isThrownBy(() -> DeferralHead.of(file.toString()))
                .withMessageContaining("fit it again");
        assertThatIllegalArgumentException().isThrownBy(() -> DeferralHead.of("bundled:nothing"))
                .withMessageContaining("bundled:herd");
    }
}
