package dev.drover.engine.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Values as JSON, the way Python's {@code json.dumps(ensure_ascii=False)} writes it. */
final class JsonText {

    private static final int DEEPEST = 100;

    private final int indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final Text.Builder builder = new Text.Builder();

    private JsonText(int indent, String itemSeparator, String keySeparator, boolean sorted) {
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.sorted = sorted;
    }

    /**
     * The JSON of a value.
     *
     * @param indent blanks a level; negative for all on one line
     */
    static Text of(@Nullable Object value, int indent, @Nullable List<?> separators, boolean sorted) {
        String item = separators == null ? indent < 0 ? ", " : "," : Values.text(separators.get(0)).string();
        String key = separators == null ? ": " : Values.text(separators.get(1)).string();
        JsonText json = new JsonText(indent, item, key, sorted);
        json.write(value, 0);
        return json.builder.text();
    }

    private void write(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a value nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        switch (value) {
            case null -> builder.own("null");
            case Boolean truth -> builder.own(truth.toString());
            case Long number -> builder.own(number.toString());
            case Double number -> builder.own(number.isNaN() ? "NaN"
                    : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : Values.decimal(number));
            case Text text -> string(text);
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(map, depth);
            default -> throw new IllegalArgumentException(Values.kind(value) + " (expected: a value JSON can hold)");
        }
    }

    private void list(List<?> list, int depth) {
        builder.own("[");
        for (int i = 0; i < list.size(); i++) {
            builder.own(i > 0 ? itemSeparator : "");
            line(depth + 1);
            write(list.get(i), depth + 1);
        }
        if (!list.isEmpty()) {
            line(depth);
        }
        builder.own("]");
    }

    private void map(Map<?, ?> map, int depth) {
        builder.own("{");
        boolean first = true;
        List<? extends Map.Entry<?, ?>> entries = sorted
                ? map.entrySet().stream().sorted((one, other) -> Values.compare(one.getKey(), other.getKey())).toList()
                : List.copyOf(map.entrySet());
        for (Map.Entry<?, ?> entry : entries) {
            builder.own(first ? "" : itemSeparator);
            line(depth + 1);
            string(entry.getKey() instanceof Text text ? text : Values.text(entry.getKey()));
            builder.own(keySeparator);
            write(entry.getValue(), depth + 1);
            first = false;
        }
        if (!first) {
            line(depth);
        }
        builder.own("}");
    }

    private void line(int depth) {
        if (indent >= 0) {
            builder.own("\n" + " ".repeat(indent * depth));
        }
    }

    private void string(Text text) {
        builder.own("\"");
        String string = text.string();
        int from = 0;
        for (int at = 0; at < string.length(); at++) {
            String escape = escape(string.charAt(at));
            if (escape != null) {
                builder.add(text.slice(from, at)).own(escape);
                from = at + 1;
            }
        }
        builder.add(text.slice(from, string.length())).own("\"");
    }

    private static @Nullable String escape(char character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> character < ' ' ? String.format("\\u%04x", (int) character) : null;
        };
    }
}
