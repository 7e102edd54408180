package dev.drover.inference.json;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain Java values as JSON, without blanks. */
public final class JsonWriter {

    private JsonWriter() {}

    /**
     * A value as JSON.
     *
     * @param value a map with strings as keys, a list, a string, a number, a flag or null, and so on within
     * @throws IllegalArgumentException for anything else, and for numbers that are none
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case String text -> quote(text, out);
            case Boolean flag -> out.append(flag);
            case BigDecimal number -> out.append(plain(number));
            case Integer number -> out.append(number);
            case Long number -> out.append(number);
            case Double number when Double.isFinite(number) -> out.append(plain(BigDecimal.valueOf(number)));
            case List<?> list -> {
                String separator = "[";
                for (Object one : list) {
                    out.append(separator);
                    write(one, out);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                out.append('{');
                for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext();) {
                    Map.Entry<?, ?> entry = entries.next();
                    quote((String) entry.getKey(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    out.append(entries.hasNext() ? "," : "");
                }
                out.append('}');
            }
            default -> throw new IllegalArgumentException(
                    value + " (expected: a map, a list, a text, a number, a flag or null)");
        }
    }

    /** A number in as few characters as it has digits, where its exponent is small. */
    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) < 20 ? number.toPlainString() : number.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (letter < ' ') {
                        out.append("\\u00").append(letter < 16 ? '0' : '1').append(Character.forDigit(letter & 15, 16));
                    } else {
                        out.append(letter);
                    }
                }
            }
        }
        out.append('"');
    }
}
