package dev.drover.inference.option;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One option of a catalogue entry.
 *
 * @param name as written in a document
 * @param kind its type
 * @param otherwise its default; null when it must be given
 * @param min the smallest number allowed
 * @param max the largest number allowed
 * @param choices the texts allowed; empty for any, and for a whole number for none
 * @param description one sentence for people
 */
public record Option(String name, Kind kind, @Nullable Object otherwise, double min, double max, List<String> choices,
        String description) {

    /** The types of options. */
    public enum Kind {
        /** A number with a fraction. */
        NUMBER,
        /** A whole number. */
        INTEGER,
        /** True or false. */
        FLAG,
        /** A text. */
        TEXT
    }

    /** Copies the choices and refuses a default that could not be given. */
    public Option {
        choices = List.copyOf(choices);
        if (otherwise != null && !fits(kind, otherwise, min, max, choices)) {
            throw new IllegalArgumentException(
                    name + ": default " + otherwise + " (expected: " + expected(kind, min, max, choices) + ")");
        }
    }

    /** A number. */
    public static Option number(String name, @Nullable Double otherwise, double min, double max, String description) {
        return new Option(name, Kind.NUMBER, otherwise, min, max, List.of(), description);
    }

    /** A whole number. */
    public static Option integer(String name, @Nullable Integer otherwise, int min, int max, String description) {
        return new Option(name, Kind.INTEGER, otherwise, min, max, List.of(), description);
    }

    /** A whole number, or one of some words. */
    public static Option integerOr(String name, Object otherwise, int min, int max, List<String> words,
            String description) {
        return new Option(name, Kind.INTEGER, otherwise, min, max, words, description);
    }

    /** True or false. */
    public static Option flag(String name, boolean otherwise, String description) {
        return new Option(name, Kind.FLAG, otherwise, 0, 1, List.of(), description);
    }

    /** One of some texts, or any text when none are listed. */
    public static Option text(String name, @Nullable String otherwise, List<String> choices, String description) {
        return new Option(name, Kind.TEXT, otherwise, 0, 0, choices, description);
    }

    /** What is wrong with a value, in the form {@code value (expected: ...)}; null when nothing is. */
    @Nullable
    String problem(@Nullable Object value) {
        return fits(kind, value, min, max, choices) ? null : value + " (expected: " + expected() + ")";
    }

    private static boolean fits(Kind kind, @Nullable Object value, double min, double max, List<String> choices) {
        return switch (kind) {
            case NUMBER -> value instanceof Number number && number.doubleValue() >= min && number.doubleValue() <= max;
            case INTEGER -> value instanceof Number number
                    ? number.doubleValue() == Math.rint(number.doubleValue()) && number.doubleValue() >= min
                            && number.doubleValue() <= max
                    : value != null && choices.contains(value);
            case FLAG -> value instanceof Boolean;
            case TEXT -> value instanceof String text && (choices.isEmpty() || choices.contains(text));
        };
    }

    /** What is expected, in words. */
    public String expected() {
        return expected(kind, min, max, choices);
    }

    private static String expected(Kind kind, double min, double max, List<String> choices) {
        return switch (kind) {
            case NUMBER -> "a number from " + plain(min) + " to " + plain(max);
            case INTEGER -> "a whole number from " + plain(min) + " to " + plain(max)
                    + choices.stream().map(word -> " or " + word).collect(Collectors.joining());
            case FLAG -> "true or false";
            case TEXT -> choices.isEmpty() ? "a text" : "one of " + String.join(", ", choices);
        };
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number)
                : Double.toString(number);
    }
}
