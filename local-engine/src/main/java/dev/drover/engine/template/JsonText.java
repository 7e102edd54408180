package dev.drover.engine.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Values as JSON, the way Python's {@code json.dumps(ensure_ascii=False)} writes it. */
final class JsonText {

    private static final int DEEPEST = 100;

    private final @Nullable String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final boolean ascii;
    private final Text.Builder builder = new Text.Builder();

    private JsonText(@Nullable String indent, String itemSeparator, String keySeparator, boolean sorted,
            boolean ascii) {
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.sorted = sorted;
        this.ascii = ascii;
    }

    /**
     * The JSON of a value.
     *
     * @param indent what a level is indented by; null for all on one line
     * @param separators of items and of keys; null for Python's
     * @param sorted whether keys are sorted
     * @param ascii whether other characters are escaped
     */
    static Text of(@Nullable Object value, @Nullable String indent, @Nullable List<?> separators, boolean sorted,
            boolean ascii) {
        String item = separators == null ? indent == null ? ", " : "," : Values.text(separators.get(0)).string();
        String key = separators == null ? ": " : Values.text(separators.get(1)).string();
        JsonText json = new JsonText(indent, item, key, sorted, ascii);
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
            case Generated ignored -> throw new IllegalArgumentException(
                    "what a filter lets through (expected: a value JSON can hold; make a list of it)");
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
            string(entry.getKey() instanceof Boolean truth ? Text.own(truth.toString()) : Values.text(entry.getKey()));
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
        if (indent != null) {
            builder.own("\n" + indent.repeat(depth));
        }
    }

    private void string(Text text) {
        builder.own("\"").add(text.escaped(this::escape)).own("\"");
    }

    private @Nullable String escape(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> character < ' ' || (ascii && character > '~') ? String.format("\\u%04x", character) : null;
        };
    }
}
