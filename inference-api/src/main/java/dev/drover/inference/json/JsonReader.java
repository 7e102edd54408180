package dev.drover.inference.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON texts (RFC 8259): at most {@value #DEEPEST} levels deep, no field twice, numbers kept as written. */
public final class JsonReader {

    /** The deepest nesting that is read. */
    public static final int DEEPEST = 128;

    /** The longest number that is read. */
    public static final int MOST_DIGITS = 1_000;

    /** The largest exponent, either way. */
    private static final int LARGEST_EXPONENT = 10_000;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a text.
     *
     * @return a map, a list, a string, a {@link BigDecimal}, a {@link Boolean} or null
     * @throws IllegalArgumentException with the offset when it is no JSON
     */
    public static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text);
        reader.blank();
        Object value = reader.value(0);
        reader.blank();
        if (reader.at < text.length()) {
            throw reader.wrong("the end");
        }
        return value;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException with the offset when it is none
     */
    @SuppressWarnings("unchecked") // the reader's maps have strings as keys
    public static Map<String, @Nullable Object> object(String text) {
        if (read(text) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException("offset 0: no object (expected: a JSON object)");
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw wrong("at most " + DEEPEST + " levels of nesting");
        }
        char first = at < text.length() ? text.charAt(at) : ' ';
        return switch (first) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        expect(word);
        return value;
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        blank();
        while (!looksAt('}')) {
            if (!map.isEmpty()) {
                expect(",");
                blank();
            }
            if (!looksAt('"')) {
                throw wrong("a field's name in quotation marks");
            }
            int start = at;
            String name = string();
            if (map.containsKey(name)) {
                at = start;
                throw wrong("no field twice");
            }
            blank();
            expect(":");
            blank();
            map.put(name, value(depth + 1));
            blank();
        }
        at++;
        return map;
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        blank();
        while (!looksAt(']')) {
            if (!list.isEmpty()) {
                expect(",");
                blank();
            }
            list.add(value(depth + 1));
            blank();
        }
        at++;
        return list;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (!looksAt('"')) {
            if (at >= text.length() || text.charAt(at) < ' ') {
                throw wrong("a closing quotation mark");
            }
            char one = text.charAt(at++);
            string.append(one == '\\' ? escaped() : one);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char escape = at < text.length() ? text.charAt(at++) : ' ';
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits");
                    }
                    value = 16 * value + digit;
                    at++;
                }
                yield (char) value;
            }
            default -> {
                at--;
                throw wrong("one of \" \\ / b f n r t u after a backslash");
            }
        };
    }

    private BigDecimal number() {
        int from = at;
        at += looksAt('-') ? 1 : 0;
        int whole = digits();
        boolean leadingZero = whole > 1 && text.charAt(at - whole) == '0';
        int fraction = 1;
        if (looksAt('.')) {
            at++;
            fraction = digits();
        }
        int exponent = 1;
        if (looksAt('e') || looksAt('E')) {
            at++;
            at += looksAt('-') || looksAt('+') ? 1 : 0;
            exponent = digits();
        }
        if (whole == 0 || leadingZero || fraction == 0 || exponent == 0 || exponent > 6 || at - from > MOST_DIGITS) {
            at = from;
            throw wrong("a value of at most " + MOST_DIGITS + " characters");
        }
        BigDecimal number = new BigDecimal(text.substring(from, at));
        if (Math.abs(number.scale()) > LARGEST_EXPONENT) {
            at = from;
            throw wrong("an exponent from -" + LARGEST_EXPONENT + " to " + LARGEST_EXPONENT);
        }
        return number;
    }

    private int digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private void blank() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean looksAt(char letter) {
        return at < text.length() && text.charAt(at) == letter;
    }

    private void expect(String what) {
        if (!text.startsWith(what, at)) {
            throw wrong("'" + what + "'");
        }
        at += what.length();
    }

    private IllegalArgumentException wrong(String expected) {
        String found = at >= text.length() ? "the end" : "'" + text.charAt(at) + "'";
        return new IllegalArgumentException("offset " + at + ": " + found + " (expected: " + expected + ")");
    }
}
