package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The filters of Jinja that chat templates use. */
final class Filters {

    private final Evaluator evaluator;

    Filters(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Applies a filter. */
    @Nullable
    Object apply(String name, @Nullable Object value, Named given) {
        return switch (name) {
            case "trim" -> Values.text(value).strip(given.string(0, "chars", ""), true, true);
            case "upper" -> Values.text(value).map(text -> text.toUpperCase(Locale.ROOT));
            case "lower" -> Values.text(value).map(text -> text.toLowerCase(Locale.ROOT));
            case "capitalize" -> TextMethods.capitalized(Values.text(value));
            case "title" -> TextMethods.heading(Values.text(value));
            case "format" -> TextFormat.percents(Values.text(value), given.positional());
            case "string" -> Values.text(value);
            case "safe" -> Values.text(value).asMarkup();
            case "escape", "e", "forceescape" -> Values.text(value).escaped().asMarkup();
            case "replace" -> Values.text(value)
                    .replace(given.string(0, "old", ""), given.text(1, "new"),
                            given.has(2, "count") ? (int) Values.integer(given.get(2, "count")) : -1);
            case "indent" -> indented(value, given);
            case "wordcount" -> (long) Values.text(value).words().size();
            case "tojson" -> json(value, given);
            case "length", "count" -> Values.length(value);
            case "default", "d" ->
                value instanceof Undefined || (Values.truth(given.get(1, "boolean", false)) && !Values.truth(value))
                        ? given.get(0, "default_value", Text.EMPTY)
                        : value;
            case "int" -> integer(value, given);
            case "float" -> decimal(value, given);
            case "abs" ->
                value instanceof Long number ? (Object) Math.abs(number) : (Object) Math.abs(Values.number(value));
            case "round" -> rounded(value, given);
            default -> collection(name, value, given);
        };
    }

    private @Nullable Object collection(String name, @Nullable Object value, Named given) {
        return switch (name) {
            case "list" -> Values.items(value);
            case "first" -> edge(Values.items(value), true);
            case "last" -> edge(Values.items(value), false);
            case "reverse" -> value instanceof Text text ? text.reversed() : Values.items(value).reversed();
            case "join" -> joined(value, given);
            case "items" -> value instanceof Undefined ? new ArrayList<>() : Methods.items(map(value));
            case "dictsort" -> dictionarySorted(map(value), given);
            case "sort" -> sorted(value, given);
            case "unique" -> unique(Values.items(value));
            case "sum" -> sum(value, given);
            case "min", "max" -> extreme(Values.items(value), name.equals("min"));
            case "select", "reject" -> selected(value, given, null, name.equals("select"));
            case "selectattr", "rejectattr" ->
                selected(value, given.rest(1), given.string(0, "attribute", ""), name.equals("selectattr"));
            case "map" -> mapped(value, given);
            case "attr" -> attribute(value, given.string(0, "name", ""));
            default -> throw new IllegalArgumentException("filter " + name + " (expected: a filter Drover knows)");
        };
    }

    private static Object attribute(@Nullable Object value, String name) {
        Callable method = Methods.find(value, name);
        return method == null ? new Undefined(name) : method;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(Values.kind(value) + " (expected: a map)");
    }

    private static Text indented(@Nullable Object value, Named given) {
        Object width = given.get(0, "width", 4L);
        Text blanks = width instanceof Text text ? text
                : Text.own(" ".repeat((int) Math.min(100, Values.integer(width))));
        boolean first = Values.truth(given.get(1, "first", false));
        boolean blank = Values.truth(given.get(2, "blank", false));
        Text.Builder builder = new Text.Builder();
        List<Text> lines = Values.text(value).split("\n", -1);
        for (int i = 0; i < lines.size(); i++) {
            builder.own(i > 0 ? "\n" : "");
            if (i == 0 ? first : blank || !lines.get(i).string().isBlank()) {
                builder.add(blanks);
            }
            builder.add(lines.get(i));
        }
        return builder.text();
    }

    private static Text json(@Nullable Object value, Named given) {
        if (value instanceof Undefined) {
            throw new IllegalArgumentException(Values.kind(value) + " (expected: a value JSON can hold)");
        }
        Object indent = given.named().get("indent");
        if (indent == null && !given.positional().isEmpty() && given.positional().getFirst() instanceof Long places) {
            indent = places;
        }
        List<?> separators = given.named().get("separators") instanceof List<?> list && list.size() == 2 ? list : null;
        return JsonText.of(value, indent == null ? -1 : (int) Math.min(100, Values.integer(indent)), separators,
                Values.truth(given.named().get("sort_keys")), Values.truth(given.named().get("ensure_ascii")));
    }

    private static Object integer(@Nullable Object value, Named given) {
        Object otherwise = java.util.Objects.requireNonNullElse(given.get(0, "default", 0L), 0L);
        return switch (value) {
            case Text text -> {
                try {
                    yield Long.parseLong(text.string().strip());
                } catch (NumberFormatException none) {
                    yield decimal(text, new Named(List.of(), Map.of("default", otherwise))) instanceof Double number
                            ? (Object) number.longValue()
                            : otherwise;
                }
            }
            case Long number -> number;
            case Double number -> number.longValue();
            case Boolean truth -> truth ? 1L : 0L;
            case null, default -> otherwise;
        };
    }

    private static Object decimal(@Nullable Object value, Named given) {
        Object otherwise = java.util.Objects.requireNonNullElse(given.get(0, "default", 0.0), 0.0);
        if (value instanceof Text text) {
            try {
                return Double.parseDouble(text.string().strip());
            } catch (NumberFormatException none) {
                return otherwise;
            }
        }
        return Values.isNumber(value) ? (Object) Values.number(value) : otherwise;
    }

    private static Object rounded(@Nullable Object value, Named given) {
        if (value instanceof Long && given.string(1, "method", "common").equals("common")) {
            return value;
        }
        double factor = Math.pow(10, (double) Values.integer(given.get(0, "precision", 0L)));
        double scaled = Values.number(value) * factor;
        return switch (given.string(1, "method", "common")) {
            case "ceil" -> Math.ceil(scaled) / factor;
            case "floor" -> Math.floor(scaled) / factor;
            default -> Math.rint(scaled) / factor;
        };
    }

    private static @Nullable Object edge(List<@Nullable Object> items, boolean first) {
        return items.isEmpty() ? new Undefined("first or last of nothing") : first ? items.getFirst() : items.getLast();
    }

    private Text joined(@Nullable Object value, Named given) {
        Text separator = given.has(0, "d") ? given.text(0, "d") : Text.EMPTY;
        Text.Builder builder = new Text.Builder();
        boolean first = true;
        for (Object item : Values.items(value)) {
            Object shown = given.has(1, "attribute") ? evaluator.path(item, given.string(1, "attribute", "")) : item;
            builder.add(first ? Text.EMPTY : separator).add(Values.text(shown));
            first = false;
        }
        return builder.text();
    }

    private static List<@Nullable Object> dictionarySorted(Map<?, ?> map, Named given) {
        boolean byValue = given.string(1, "by", "key").equals("value");
        boolean exact = Values.truth(given.get(0, "case_sensitive", false));
        List<@Nullable Object> items = Methods.items(map);
        items.sort((one, other) -> {
            int at = byValue ? 1 : 0;
            return Values.compare(folded(((List<?>) java.util.Objects.requireNonNull(one)).get(at), exact),
                    folded(((List<?>) java.util.Objects.requireNonNull(other)).get(at), exact));
        });
        return Values.truth(given.get(2, "reverse", false)) ? items.reversed() : items;
    }

    private static @Nullable Object folded(@Nullable Object value, boolean exact) {
        return value instanceof Text text && !exact ? text.map(string -> string.toLowerCase(Locale.ROOT)) : value;
    }

    private List<@Nullable Object> sorted(@Nullable Object value, Named given) {
        boolean exact = Values.truth(given.get(1, "case_sensitive", false));
        Comparator<@Nullable Object> order = (one, other) -> Values.compare(key(one, given, exact),
                key(other, given, exact));
        List<@Nullable Object> items = Values.items(value);
        items.sort(Values.truth(given.get(0, "reverse", false)) ? order.reversed() : order);
        return items;
    }

    private @Nullable Object key(@Nullable Object item, Named given, boolean exact) {
        return folded(given.has(2, "attribute") ? evaluator.path(item, given.string(2, "attribute", "")) : item, exact);
    }

    private static List<@Nullable Object> unique(List<@Nullable Object> items) {
        Map<Object, @Nullable Object> seen = new LinkedHashMap<>();
        for (Object item : items) {
            seen.putIfAbsent(java.util.Objects.requireNonNullElse(folded(item, false), "none"), item);
        }
        return new ArrayList<>(seen.values());
    }

    private @Nullable Object sum(@Nullable Object value, Named given) {
        Object total = given.get(1, "start", 0L);
        for (Object item : Values.items(value)) {
            Object term = given.has(0, "attribute") ? evaluator.path(item, given.string(0, "attribute", "")) : item;
            total = Arithmetic.apply("+", total, term);
        }
        return total;
    }

    private static @Nullable Object extreme(List<@Nullable Object> items, boolean least) {
        @Nullable
        Object best = new Undefined("least or most of nothing");
        for (Object item : items) {
            if (best instanceof Undefined
                    || (least ? Values.compare(item, best) < 0 : Values.compare(item, best) > 0)) {
                best = item;
            }
        }
        return best;
    }

    private List<@Nullable Object> selected(@Nullable Object value, Named given, @Nullable String attribute,
            boolean keep) {
        List<@Nullable Object> kept = new Generated();
        for (Object item : some(value)) {
            Object looked = attribute == null ? item : evaluator.path(item, attribute);
            boolean holds = given.positional().isEmpty() ? Values.truth(looked)
                    : Tests.holds(given.string(0, "test", ""), looked, given.rest(1));
            if (holds == keep) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> some(@Nullable Object value) {
        return Values.truth(value) ? Values.items(value) : List.of();
    }

    private List<@Nullable Object> mapped(@Nullable Object value, Named given) {
        List<@Nullable Object> results = new Generated();
        for (Object item : some(value)) {
            if (given.named().containsKey("attribute")) {
                Object found = evaluator.path(item, given.string(9, "attribute", ""));
                results.add(found instanceof Undefined ? given.get(9, "default", found) : found);
            } else {
                results.add(apply(given.string(0, "filter", ""), item, given.rest(1)));
            }
        }
        return results;
    }
}
