package dev.drover.policy;

import dev.drover.inference.option.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads one mapping key by key. What does not fit is reported and replaced by a stand-in, so that reading goes on and
 * every problem is found in one pass; {@link #refuseOthers()} reports the keys that nobody asked for.
 */
final class Fields {

    private static final int MAX_ITEMS = 1_000;

    private final Report report;
    private final String path;
    private final Map<String, Node> entries;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(Report report, String path, Map<String, Node> entries) {
        this.report = report;
        this.path = path;
        this.entries = entries;
    }

    /** The keys of a value that should be a mapping; reads as empty when it is not. */
    static Fields of(Report report, String path, @Nullable Node node) {
        if (node instanceof Node.Mapping mapping) {
            return new Fields(report, path, mapping.entries());
        }
        if (node != null) {
            report.add(path, node.describe() + " (expected: a mapping of names to values)");
        }
        return new Fields(report, path, Map.of());
    }

    /** The path of a key. */
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Reports a problem at a key. */
    void problem(String key, String message) {
        report.add(pathOf(key), message);
    }

    boolean has(String key) {
        known.add(key);
        return entries.containsKey(key);
    }

    /** A value as written; null when the key is absent. */
    @Nullable
    Node node(String key) {
        known.add(key);
        return entries.get(key);
    }

    /** A mapping below this one; empty when absent. */
    Fields mapping(String key) {
        return of(report, pathOf(key), node(key));
    }

    /** A text that must be there. */
    String text(String key, String expected) {
        Node node = node(key);
        if (node == null) {
            problem(key, "missing (expected: " + expected + ")");
            return "";
        }
        return textOf(pathOf(key), node, expected);
    }

    /** A text that may be left out. */
    String text(String key, String expected, String otherwise) {
        Node node = node(key);
        return node == null ? otherwise : textOf(pathOf(key), node, expected);
    }

    private String textOf(String at, Node node, String expected) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text && isName(text)) {
            return text;
        }
        boolean bare = node instanceof Node.Scalar scalar && scalar.value() != null
                && !(scalar.value() instanceof String);
        report.add(at, node.describe() + " (expected: " + expected + ")" + (bare ? "; write it in quotes" : ""));
        return "";
    }

    /** Whether a text can name something: not blank, no control characters, not longer than 512. */
    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= 512 && text.strip().length() == text.length()
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** A number in a range. */
    double number(String key, double min, double max, double otherwise) {
        Node node = node(key);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof Number number && number.doubleValue() >= min
                && number.doubleValue() <= max) {
            return number.doubleValue();
        }
        problem(key, node.describe() + " (expected: a number from " + plain(min) + " to " + plain(max) + ")");
        return otherwise;
    }

    /** A whole number in a range. */
    int integer(String key, int min, int max, int otherwise) {
        Node node = node(key);
        return node == null ? otherwise : integerOf(pathOf(key), node, min, max, otherwise);
    }

    private int integerOf(String at, Node node, int min, int max, int otherwise) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof Long number && number >= min
                && number <= max) {
            return number.intValue();
        }
        report.add(at, node.describe() + " (expected: a whole number from " + min + " to " + max + ")");
        return otherwise;
    }

    /** True or false. */
    boolean flag(String key, boolean otherwise) {
        Node node = node(key);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean flag) {
            return flag;
        }
        problem(key, node.describe() + " (expected: true or false)");
        return otherwise;
    }

    /** A list of whole numbers in a range; empty when absent. */
    List<Integer> integers(String key, int min, int max) {
        return items(key, (at, node) -> integerOf(at, node, min, max, min));
    }

    /** A duration such as {@code 500ms}; null when it is absent or not one. */
    @Nullable
    Duration duration(String key) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        Duration duration = node instanceof Node.Scalar scalar && scalar.value() instanceof String text
                ? Durations.parse(text)
                : null;
        if (duration == null) {
            problem(key, node.describe() + " (expected: " + Durations.EXPECTED + ")");
        }
        return duration;
    }

    /** A duration that may be left out. */
    Duration duration(String key, Duration otherwise) {
        Duration duration = duration(key);
        return duration == null ? otherwise : duration;
    }

    /** A list of texts; reported when it is there and not such a list, or holds one twice. */
    List<String> texts(String key, String expected) {
        List<String> texts = new ArrayList<>();
        for (String text : items(key, (at, node) -> textOf(at, node, expected))) {
            if (!text.isEmpty() && texts.contains(text)) {
                problem(key, "\"" + text + "\" stands in it twice (expected: once)");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A list of anything; empty when absent. */
    <T> List<T> items(String key, BiFunction<String, Node, T> reading) {
        Node node = node(key);
        List<T> items = new ArrayList<>();
        if (node instanceof Node.Sequence list && list.items().size() > MAX_ITEMS) {
            problem(key, list.items().size() + " items (expected: at most " + MAX_ITEMS + ")");
        } else if (node instanceof Node.Sequence list) {
            for (Node item : list.items()) {
                items.add(reading.apply(pathOf(key) + "[" + items.size() + "]", item));
            }
        } else if (node != null) {
            problem(key, node.describe() + " (expected: a list); write it in [ ]");
        }
        return items;
    }

    /** The keys nobody asked for, with their values, for a schema to judge. */
    Map<String, Node> others() {
        Map<String, Node> others = new LinkedHashMap<>(entries);
        others.keySet().removeAll(known);
        return others;
    }

    /** The keys that were asked for. */
    Set<String> known() {
        return known;
    }

    /** Reports every key nobody asked for, with the nearest that somebody did. */
    void refuseOthers() {
        others().keySet().forEach(key -> refuse(key, known));
    }

    /** Reports a key as unknown. */
    void refuse(String key, Set<String> allowed) {
        String expected = Names.nearest(key, allowed)
                .map(nearest -> nearest + "?")
                .orElse("one of " + String.join(", ", allowed));
        problem(key, "unknown key (expected: " + expected + ")");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
