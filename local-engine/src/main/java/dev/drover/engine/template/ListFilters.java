package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The filters of Jinja that work with the items of lists, maps and texts. */
final class ListFilters {

    private static final String ATTRIBUTE = "attribute";
    private static final String CASE_SENSITIVE = "case_sensitive";

    private final Evaluator evaluator;
    private final Filters filters;

    ListFilters(Evaluator evaluator, Filters filters) {
        this.evaluator = evaluator;
        this.filters = filters;
    }

    @Nullable
    Object apply(String name, @Nullable Object value, Named given) {
        return switch (name) {
            case "list" -> Values.items(value);
            case "first" -> edge(Values.items(value), true);
            case "last" -> edge(Values.items(value), false);
            case "reverse" -> value instanceof Text text ? text.reversed() : Values.items(value).reversed();
            case "join" -> joined(value, given);
            case "items" -> value instanceof Undefined ? new ArrayList<>() : Methods.items(map(value));
            case "dictsort" -> dictionarySorted(map(value), given);
            case "sort" -> sorted(value, given);
            case "unique" -> unique(value, given);
            case "groupby" -> grouped(value, given);
            case "batch" -> batched(value, given);
            case "slice" -> sliced(value, given);
            case "sum" -> sum(value, given);
            case "min" -> extreme(value, given, 1);
            case "max" -> extreme(value, given, -1);
            case "select", "reject" -> selected(value, given, null, name.equals("select"));
            case "selectattr", "rejectattr" ->
                selected(value, given.rest(1), given.text(0, ATTRIBUTE).string(), name.equals("selectattr"));
            case "map" -> mapped(value, given);
            case "attr" -> attribute(value, given.text(0, "name").string());
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

    private static @Nullable Object edge(List<@Nullable Object> items, boolean first) {
        return items.isEmpty() ? new Undefined("first or last of nothing") : first ? items.getFirst() : items.getLast();
    }

    private Text joined(@Nullable Object value, Named given) {
        List<@Nullable Object> items = Values.items(value);
        if (given.has(1, ATTRIBUTE)) {
            items.replaceAll(item -> evaluator.path(item, given.string(1, ATTRIBUTE, "")));
        }
        return TextMethods.joined(Values.text(given.get(0, "d", Text.EMPTY)), items);
    }

    private static List<@Nullable Object> dictionarySorted(Map<?, ?> map, Named given) {
        int at = given.string(1, "by", "key").equals("value") ? 1 : 0;
        boolean exact = Values.truth(given.get(0, CASE_SENSITIVE, false));
        Comparator<@Nullable Object> order = (one, other) -> Values.compare(folded(Values.items(one).get(at), exact),
                folded(Values.items(other).get(at), exact));
        List<@Nullable Object> items = Methods.items(map);
        items.sort(Values.truth(given.get(2, "reverse", false)) ? order.reversed() : order);
        return items;
    }

    private static @Nullable Object folded(@Nullable Object value, boolean exact) {
        return value instanceof Text text && !exact ? text.map(string -> string.toLowerCase(Locale.ROOT)) : value;
    }

    /** What an item is sorted and told apart by: itself, or what lies at a path, or at several with commas between. */
    private @Nullable Object key(@Nullable Object item, @Nullable Object attribute, boolean exact) {
        if (attribute == null) {
            return folded(item, exact);
        }
        String path = Values.text(attribute).string();
        if (!path.contains(",")) {
            return folded(evaluator.path(item, path), exact);
        }
        List<@Nullable Object> keys = new ArrayList<>();
        for (String one : path.split(",", -1)) {
            keys.add(folded(evaluator.path(item, one), exact));
        }
        return keys;
    }

    private List<@Nullable Object> sorted(@Nullable Object value, Named given) {
        List<@Nullable Object> items = Values.items(value);
        Comparator<@Nullable Object> order = order(given.get(2, ATTRIBUTE, null),
                Values.truth(given.get(1, CASE_SENSITIVE, false)));
        items.sort(Values.truth(given.get(0, "reverse", false)) ? order.reversed() : order);
        return items;
    }

    private Comparator<@Nullable Object> order(@Nullable Object attribute, boolean exact) {
        return (one, other) -> Values.compare(key(one, attribute, exact), key(other, attribute, exact));
    }

    private List<@Nullable Object> unique(@Nullable Object value, Named given) {
        boolean exact = Values.truth(given.get(0, CASE_SENSITIVE, false));
        Map<Object, @Nullable Object> seen = new LinkedHashMap<>();
        for (Object item : Values.items(value)) {
            Object key = key(item, given.get(1, ATTRIBUTE, null), exact);
            seen.putIfAbsent(key == null ? "none" : Values.key(key), item);
        }
        return new ArrayList<>(seen.values());
    }

    /** The items with the same attribute together, each group with its {@code grouper} and its {@code list}. */
    private List<@Nullable Object> grouped(@Nullable Object value, Named given) {
        String path = given.text(0, ATTRIBUTE).string();
        boolean exact = Values.truth(given.get(2, CASE_SENSITIVE, false));
        List<@Nullable Object> pairs = new ArrayList<>();
        for (Object item : Values.items(value)) {
            Object found = evaluator.path(item, path);
            pairs.add(new Tuple(
                    Arrays.asList(found instanceof Undefined ? given.get(1, "default", found) : found, item)));
        }
        Comparator<@Nullable Object> order = order(0L, exact);
        pairs.sort(order);
        List<@Nullable Object> groups = new ArrayList<>();
        for (int from = 0, to; from < pairs.size(); from = to) {
            List<@Nullable Object> members = new ArrayList<>();
            for (to = from; to < pairs.size() && order.compare(pairs.get(from), pairs.get(to)) == 0; to++) {
                members.add(Values.items(pairs.get(to)).get(1));
            }
            groups.add(new Tuple(Arrays.asList(Values.items(pairs.get(from)).get(0), members),
                    List.of("grouper", "list")));
        }
        return groups;
    }

    /** Rows of so many items, the last perhaps filled up. */
    private static List<@Nullable Object> batched(@Nullable Object value, Named given) {
        int size = count(given, "linecount");
        List<@Nullable Object> items = Values.items(value);
        List<@Nullable Object> rows = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            List<@Nullable Object> row = new ArrayList<>(items.subList(from, Math.min(from + size, items.size())));
            Object fill = given.get(1, "fill_with", null);
            while (fill != null && row.size() < size) {
                row.add(fill);
            }
            rows.add(row);
        }
        return rows;
    }

    /** So many columns, the first of which have an item more where it does not come out even. */
    private static List<@Nullable Object> sliced(@Nullable Object value, Named given) {
        int count = count(given, "slices");
        List<@Nullable Object> items = Values.items(value);
        List<@Nullable Object> columns = new ArrayList<>();
        int from = 0;
        for (int left = count; left > 0; left--) {
            int size = Math.ceilDiv(items.size() - from, left);
            List<@Nullable Object> column = new ArrayList<>(items.subList(from, from + size));
            Object fill = given.get(1, "fill_with", null);
            if (fill != null && items.size() % count != 0 && column.size() <= items.size() / count) {
                column.add(fill);
            }
            columns.add(column);
            from += size;
        }
        return columns;
    }

    private static int count(Named given, String name) {
        long count = Values.integer(given.needed(0, name));
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException(name + ": " + count + " (expected: 1 to 1000)");
        }
        Budget.charge(count);
        return (int) count;
    }

    private @Nullable Object sum(@Nullable Object value, Named given) {
        Object total = given.get(1, "start", 0L);
        for (Object item : Values.items(value)) {
            Object term = given.has(0, ATTRIBUTE) ? evaluator.path(item, given.string(0, ATTRIBUTE, "")) : item;
            total = Arithmetic.apply("+", total, term);
        }
        return total;
    }

    /** The first of the least items, or of the largest where the sign is negative. */
    private @Nullable Object extreme(@Nullable Object value, Named given, int sign) {
        Comparator<@Nullable Object> order = order(given.get(1, ATTRIBUTE, null),
                Values.truth(given.get(0, CASE_SENSITIVE, false)));
        List<@Nullable Object> items = Values.items(value);
        @Nullable
        Object best = edge(items, true);
        for (Object item : items) {
            best = order.compare(item, best) * sign < 0 ? item : best;
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
            if (given.named().containsKey(ATTRIBUTE)) {
                Object found = evaluator.path(item, given.string(9, ATTRIBUTE, ""));
                results.add(found instanceof Undefined ? given.get(9, "default", found) : found);
            } else {
                results.add(filters.apply(given.string(0, "filter", ""), item, given.rest(1)));
            }
        }
        return results;
    }
}
