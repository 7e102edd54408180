package dev.drover.engine.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Python's two ways to fill values into a text. Widths and precisions are not among what templates use. */
final class TextFormat {

    private TextFormat() {}

    /** {@code {}}, {@code {0}} and {@code {name}} replaced by values; braces written twice are braces. */
    static Text braces(Text format, Named given) {
        Text.Builder builder = new Text.Builder();
        String string = format.string();
        int next = 0;
        int from = 0;
        for (int at = 0; at < string.length(); at++) {
            char character = string.charAt(at);
            if (character != '{' && character != '}') {
                continue;
            }
            builder.add(format.slice(from, at));
            if (at + 1 < string.length() && string.charAt(at + 1) == character) {
                builder.add(format.slice(at, ++at));
            } else {
                int end = character == '{' ? string.indexOf('}', at) : -1;
                if (end < 0) {
                    throw new IllegalArgumentException("a single " + character + " (expected: a pair of braces)");
                }
                String name = string.substring(at + 1, end);
                builder.add(Values.text(field(name.isEmpty() ? String.valueOf(next++) : name, given)));
                at = end;
            }
            from = at + 1;
        }
        return builder.add(format.slice(from, string.length())).text();
    }

    private static @Nullable Object field(String name, Named given) {
        boolean place = name.length() < 6 && name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (place && Integer.parseInt(name) < given.positional().size()) {
            return given.positional().get(Integer.parseInt(name));
        }
        if (given.named().containsKey(name)) {
            return given.named().get(name);
        }
        throw new IllegalArgumentException("{" + name + "} (expected: a number or name of what is given)");
    }

    /** {@code %s} and {@code %d} replaced by values in turn, each of which must have its place. */
    static Text percents(Text format, List<@Nullable Object> values) {
        Text.Builder builder = new Text.Builder();
        int from = 0;
        int next = 0;
        String string = format.string();
        for (int at = string.indexOf('%'); at >= 0; at = string.indexOf('%', from)) {
            builder.add(format.slice(from, at));
            char kind = at + 1 < string.length() ? string.charAt(at + 1) : ' ';
            Object value = next < values.size() ? values.get(next) : null;
            if (kind == '%') {
                builder.own("%");
            } else if (kind == 's' && next < values.size()) {
                builder.add(Values.text(value));
                next++;
            } else if ((kind == 'd' || kind == 'i') && Values.isNumber(value)) {
                builder.own(Long.toString(Values.whole(value)));
                next++;
            } else {
                throw new IllegalArgumentException(
                        "%" + kind + " (expected: %s, or %d and a number, and a value for each)");
            }
            from = at + 2;
        }
        if (next < values.size()) {
            throw new IllegalArgumentException(values.size() + " values (expected: " + next + ", a %s for each)");
        }
        return builder.add(format.slice(from, format.length())).text();
    }
}
