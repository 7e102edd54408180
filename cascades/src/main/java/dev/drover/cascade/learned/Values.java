package dev.drover.cascade.learned;

import dev.drover.inference.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers of learned files: reading, checking, and the logistic function. */
final class Values {

    static final String BUNDLED = "bundled:";
    private static final int LARGEST_FILE = 1 << 20;

    private Values() {}

    static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** A probability's logit, kept finite. */
    static double logit(double probability) {
        double inside = Math.clamp(probability, 1e-9, 1 - 1e-9);
        return Math.log(inside / (1 - inside));
    }

    /**
     * A learned file's object.
     *
     * @param option what named it, for messages
     * @param reference a file, or {@code bundled:} and a name
     */
    static Map<String, @Nullable Object> object(String option, String reference) {
        try {
            return JsonReader.object(text(option, reference));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(option + ": " + reference + ": " + broken.getMessage(), broken);
        }
    }

    private static String text(String option, String reference) {
        try (InputStream in = reference.startsWith(BUNDLED)
                ? Values.class.getResourceAsStream(reference.substring(BUNDLED.length()) + ".json")
                : Files.newInputStream(Path.of(reference))) {
            if (in != null) {
                return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
            }
        } catch (IOException absent) {
            throw new IllegalArgumentException(option + ": " + reference
                    + " cannot be read (expected: a file that ./drover calibrate pair has written)", absent);
        }
        throw new IllegalArgumentException(option + ": " + reference
                + " (expected: bundled:herd, or a file that ./drover calibrate pair has written)");
    }

    static double number(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + ": " + object.get(name) + " (expected: a number)");
    }

    static double[] numbers(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
        }
        throw new IllegalArgumentException(name + ": " + object.get(name) + " (expected: a list of numbers)");
    }

    @SuppressWarnings("unchecked") // the reader's maps have strings as keys
    static Map<String, @Nullable Object> inner(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException(name + ": " + object.get(name) + " (expected: an object)");
    }
}
