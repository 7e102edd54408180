package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The methods of Python's lists and dictionaries that chat templates call; {@link TextMethods} has those of strings. */
final class Methods {

    private Methods() {}

    /** A method of a value; null when it has none of that name. */
    static @Nullable Callable find(@Nullable Object value, String name) {
        return switch (value) {
            case Text text -> TextMethods.find(text, name);
            case Map<?, ?> map -> ofMap(map, name);
            case List<?> list -> ofList(list, name);
            case null, default -> null;
        };
    }

    private static @Nullable Callable ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" ->
                given -> map.containsKey(given.positional().getFirst()) ? map.get(given.positional().getFirst())
                        : given.positional().size() > 1 ? given.positional().get(1) : given.named().get("default");
            case "items" -> given -> items(map);
            case "keys" -> given -> new ArrayList<@Nullable Object>(map.keySet());
            case "values" -> given -> new ArrayList<@Nullable Object>(map.values());
            case "copy" -> given -> new java.util.LinkedHashMap<Object, @Nullable Object>(map);
            case "pop", "popitem", "update", "clear", "setdefault" -> given -> unsafe(name);
            default -> null;
        };
    }

    private static Object missing(@Nullable Object key) {
        throw new IllegalArgumentException(Values.text(key) + " (expected: a key of the map)");
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
                    if (Values.equal(values.get(i), given.positional().getFirst())) {
                        return (long) i;
                    }
                }
                return missing(given.positional().getFirst());
            };
            case "count" ->
                given -> values.stream().filter(one -> Values.equal(one, given.positional().getFirst())).count();
            default -> null;
        };
    }

    static List<@Nullable Object> items(Map<?, ?> map) {
        List<@Nullable Object> items = new ArrayList<>();
        map.forEach((key, value) -> {
            Tuple pair = new Tuple(List.of());
            pair.add(key);
            pair.add(value);
            items.add(pair);
        });
        return items;
    }
}
