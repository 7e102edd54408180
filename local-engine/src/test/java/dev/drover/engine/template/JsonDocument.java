package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of recorded renders, which is known to be well formed. */
final class JsonDocument {

    private final String text;
    private int at;

    private JsonDocument(String text) {
        this.text = text;
    }

    /** Maps, lists, strings, longs, doubles, booleans and nulls. */
    static @Nullable Object parse(String text) {
        return new JsonDocument(text).value();
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private boolean next(char closing) {
        boolean more = peek() != closing;
        if (!more || text.charAt(at) == ',') {
            at++;
        }
        return more;
    }

    private @Nullable Object literal(String word, @Nullable Object meaning) {
        at += word.length();
        return meaning;
    }

    private Map<String, @Nullable Object> object() {
        at++;
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (next('}')) {
            peek();
            String key = string();
            peek();
            at++;
            object.put(key, value());
        }
        return object;
    }

    private List<@Nullable Object> array() {
        at++;
        List<@Nullable Object> array = new ArrayList<>();
        while (next(']')) {
            array.add(value());
        }
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        while (text.charAt(++at) != '"') {
            char character = text.charAt(at);
            if (character != '\\') {
                string.append(character);
                continue;
            }
            char escape = text.charAt(++at);
            int plain = "\"\\/bfnrt".indexOf(escape);
            if (plain >= 0) {
                string.append("\"\\/\b\f\n\r\t".charAt(plain));
            } else {
                string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            }
        }
        at++;
        return string.toString();
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        return number.matches("-?[0-9]+") ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
    }
}
