package dev.drover.cascade.learned;

import dev.drover.inference.json.JsonWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the confidences of two models can be trusted.
 *
 * @param small the drafter's
 * @param large the verifier's
 */
public record PairCalibration(Calibrator small, Calibrator large) {

    /** Leaves both as they are. */
    public static final PairCalibration NONE = new PairCalibration(new Calibrator.Identity(),
            new Calibrator.Identity());

    private static final String SMALL = "drafter";
    private static final String LARGE = "verifier";

    /**
     * Reads one.
     *
     * @param reference a file, {@code bundled:} and a name, or {@code none}
     * @throws IllegalArgumentException when there is none
     */
    public static PairCalibration of(String reference) {
        if (reference.equals("none")) {
            return NONE;
        }
        Map<String, @Nullable Object> file = Values.object("calibration", reference);
        try {
            Map<String, @Nullable Object> both = Values.inner(file, "calibration");
            return new PairCalibration(read(Values.inner(both, SMALL)), read(Values.inner(both, LARGE)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("calibration: " + reference + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Calibrator read(Map<String, @Nullable Object> object) {
        return switch (String.valueOf(object.get("kind"))) {
            case "identity" -> new Calibrator.Identity();
            case "temperature" -> new Calibrator.Temperature(Values.number(object, "temperature"));
            case "platt" -> new Calibrator.Platt(Values.number(object, "slope"), Values.number(object, "bias"));
            case "isotonic" -> new Calibrator.Isotonic(Values.numbers(object, "from"), Values.numbers(object, "to"));
            default -> throw new IllegalArgumentException(
                    "kind: " + object.get("kind") + " (expected: one of identity, temperature, platt, isotonic)");
        };
    }

    /** Its part of a file. */
    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(SMALL, told(small));
        told.put(LARGE, told(large));
        return told;
    }

    private static Map<String, Object> told(Calibrator calibrator) {
        Map<String, Object> told = new LinkedHashMap<>();
        switch (calibrator) {
            case Calibrator.Identity identity -> told.put("kind", "identity");
            case Calibrator.Temperature(double temperature) -> {
                told.put("kind", "temperature");
                told.put("temperature", temperature);
            }
            case Calibrator.Platt(double slope, double bias) -> {
                told.put("kind", "platt");
                told.put("slope", slope);
                told.put("bias", bias);
            }
            case Calibrator.Isotonic(double[] from, double[] to) -> {
                told.put("kind", "isotonic");
                told.put("from", Arrays.stream(from).boxed().toList());
                told.put("to", Arrays.stream(to).boxed().toList());
            }
        }
        return told;
    }

    /**
     * The content of a file that {@link #of} and {@link DeferralHead#of} read.
     *
     * @param about what it was fitted on, for people
     */
    public String file(DeferralHead head, Map<String, Object> about) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("about", about);
        file.put("calibration", told());
        file.put("head", head.told());
        return JsonWriter.write(file) + "\n";
    }
}
