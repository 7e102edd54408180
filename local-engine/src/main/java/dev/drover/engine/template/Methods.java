package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The methods of Python's lists and dictionaries that chat templates call; {@link TextMethods} has those of strings. */
final class Methods {

    private static final long PAIR = 4;

    private Methods() {}

    /** A method of a value; null when it has none of that name. */
    static @Nullable Callable find(@Nullable Object value, String name) {
        Budget.chargeLook(value);
        return switch (value) {
            case Text text -> TextMethods.find(text, name);
            case Namespace ignored -> null;
            case Map<?, ?> map -> ofMap(map, name);
            case List<?> list -> ofList(list, name);
            case null, default -> null;
        };
    }

    private static @Nullable Callable ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" -> given -> Values.contains(map, given.needed(0, "key")) ? map.get(given.get(0, "key"))
                    : given.get(1, "default", null);
            case "items" -> given -> items(map);
            case "keys" -> given -> Values.items(map);
            case "values" -> given -> Values.items(new ArrayList<@Nullable Object>(map.values()));
            case "copy" -> given -> {
                Budget.charge(PAIR * map.size());
                return new LinkedHashMap<Object, @Nullable Object>(map);
            };
            case "pop", "popitem", "update", "clear", "setdefault" -> given -> unsafe(name);
            default -> null;
        };
    }

    /** Conversations are not a template's to change. */
    private static Object unsafe(String name) {
        throw new IllegalArgumentException(name + " is unsafe (expected: methods that change nothing)");
    }

    private static @Nullable Callable ofList(List<?> values, String name) {
        return switch (name) {
            case "append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear" -> given -> unsafe(name);
            case "index" -> given -> {
                for (int i = 0; i < values.size(); i++) {
                    if (Values.equal(values.get(i), given.needed(0, "value"))) {
                        return (long) i;
                    }
                }
                throw new IllegalArgumentException(
                        Values.text(given.needed(0, "value")) + " (expected: an item of the list)");
            };
            case "count" -> given -> values.stream().filter(one -> Values.equal(one, given.needed(0, "value"))).count();
            case "copy" -> given -> Values.items(values);
            default -> null;
        };
    }

    static List<@Nullable Object> items(Map<?, ?> map) {
        Budget.charge(PAIR * map.size());
        List<@Nullable Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(new Tuple(Arrays.asList(key, value))));
        return items;
    }
}
