package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The methods of Python's strings, lists and dictionaries that chat templates call. */
final class Methods {

    private Methods() {}

    /** A method of a value; null when it has none of that name. */
    static @Nullable Callable find(@Nullable Object value, String name) {
        return switch (value) {
            case Text text -> ofText(text, name);
            case Map<?, ?> map -> ofMap(map, name);
            case List<?> list -> ofList(list, name);
            case null, default -> null;
        };
    }

    private static @Nullable Callable ofText(Text text, String name) {
        return switch (name) {
            case "strip" -> given -> text.strip(characters(given.positional()), true, true);
            case "lstrip" -> given -> text.strip(characters(given.positional()), true, false);
            case "rstrip" -> given -> text.strip(characters(given.positional()), false, true);
            case "upper" -> given -> text.map(string -> string.toUpperCase(Locale.ROOT));
            case "lower" -> given -> text.map(string -> string.toLowerCase(Locale.ROOT));
            case "title" -> given -> titled(text);
            case "capitalize" -> given -> capitalized(text);
            case "split" -> given -> split(text, given);
            case "rsplit" -> given -> lastSplit(text, given);
            case "splitlines" -> given -> new ArrayList<>(text.split("\n", -1));
            case "startswith" -> given -> any(given.positional().getFirst(), start -> text.string().startsWith(start));
            case "endswith" -> given -> any(given.positional().getFirst(), end -> text.string().endsWith(end));
            case "replace" -> given -> text.replace(Values.text(given.positional().get(0)).string(),
                    Values.text(given.positional().get(1)),
                    given.positional().size() > 2 ? (int) Values.integer(given.positional().get(2)) : -1);
            case "find" -> given -> (long) text.string().indexOf(Values.text(given.positional().getFirst()).string());
            case "rfind" ->
                given -> (long) text.string().lastIndexOf(Values.text(given.positional().getFirst()).string());
            case "count" ->
                given -> (long) text.split(Values.text(given.positional().getFirst()).string(), -1).size() - 1;
            case "join" -> given -> joined(text, Values.items(given.positional().getFirst()));
            case "format" -> given -> formatted(text.replace("{}", Text.own("%s"), -1), given.positional());
            case "isdigit", "isnumeric" ->
                given -> text.length() > 0 && text.string().chars().allMatch(Character::isDigit);
            case "isalpha" -> given -> text.length() > 0 && text.string().chars().allMatch(Character::isLetter);
            case "isspace" -> given -> text.length() > 0 && text.string().isBlank();
            case "removeprefix" ->
                given -> text.string().startsWith(Values.text(given.positional().getFirst()).string())
                        ? text.slice(Values.text(given.positional().getFirst()).length(), text.length())
                        : text;
            case "removesuffix" -> given -> text.string().endsWith(Values.text(given.positional().getFirst()).string())
                    ? text.slice(0, text.length() - Values.text(given.positional().getFirst()).length())
                    : text;
            default -> null;
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
            case "pop" ->
                given -> map.containsKey(given.positional().getFirst()) ? map.remove(given.positional().getFirst())
                        : given.positional().size() > 1 ? given.positional().get(1)
                                : missing(given.positional().getFirst());
            case "update" -> given -> updated(map, given.positional().getFirst());
            default -> null;
        };
    }

    private static Object missing(@Nullable Object key) {
        throw new IllegalArgumentException(Values.text(key) + " (expected: a key of the map)");
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object updated(Map<?, ?> map, @Nullable Object other) {
        if (other instanceof Map<?, ?> more) {
            ((Map<Object, Object>) map).putAll((Map<Object, Object>) more);
            return null;
        }
        throw new IllegalArgumentException(Values.kind(other) + " (expected: a map)");
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Callable ofList(List<?> list, String name) {
        List<@Nullable Object> values = (List<@Nullable Object>) list;
        return switch (name) {
            case "append" -> given -> {
                values.add(given.positional().getFirst());
                return null;
            };
            case "extend" -> given -> {
                values.addAll(Values.items(given.positional().getFirst()));
                return null;
            };
            case "insert" -> given -> {
                values.add(Math.clamp(Values.integer(given.positional().get(0)), 0, values.size()),
                        given.positional().get(1));
                return null;
            };
            case "pop" -> given -> {
                long at = given.positional().isEmpty() ? values.size() - 1
                        : Values.integer(given.positional().getFirst());
                return values.remove((int) (at < 0 ? at + values.size() : at));
            };
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
            List<@Nullable Object> pair = new ArrayList<>();
            pair.add(key);
            pair.add(value);
            items.add(pair);
        });
        return items;
    }

    private static String characters(List<@Nullable Object> given) {
        return given.isEmpty() || given.getFirst() == null ? "" : Values.text(given.getFirst()).string();
    }

    private static boolean any(@Nullable Object candidates, java.util.function.Predicate<String> holds) {
        return candidates instanceof List<?> list ? list.stream().anyMatch(one -> holds.test(Values.text(one).string()))
                : holds.test(Values.text(candidates).string());
    }

    private static List<@Nullable Object> split(Text text, Named given) {
        int most = given.has(1, "maxsplit") ? (int) Values.integer(given.get(1, "maxsplit")) : -1;
        Object separator = given.get(0, "sep", null);
        return new ArrayList<>(
                separator == null ? text.words() : text.split(separator(Values.text(separator).string()), most));
    }

    private static String separator(String string) {
        if (string.isEmpty()) {
            throw new IllegalArgumentException("an empty separator (expected: at least one character)");
        }
        return string;
    }

    private static List<@Nullable Object> lastSplit(Text text, Named given) {
        String separator = separator(given.string(0, "sep", " "));
        List<Text> parts = text.split(separator, -1);
        int most = given.has(1, "maxsplit") ? (int) Values.integer(given.get(1, "maxsplit")) : -1;
        if (most < 0 || parts.size() <= most + 1) {
            return new ArrayList<>(parts);
        }
        int tail = parts.stream().skip(parts.size() - most).mapToInt(Text::length).sum() + most * separator.length();
        List<@Nullable Object> result = new ArrayList<>();
        result.add(text.slice(0, text.length() - tail));
        result.addAll(parts.subList(parts.size() - most, parts.size()));
        return result;
    }

    static Text joined(Text separator, List<@Nullable Object> items) {
        Text.Builder builder = new Text.Builder();
        for (int i = 0; i < items.size(); i++) {
            builder.add(i > 0 ? separator : Text.EMPTY).add(Values.text(items.get(i)));
        }
        return builder.text();
    }

    static Text capitalized(Text text) {
        return text.map(string -> string.isEmpty() ? string
                : string.substring(0, 1).toUpperCase(Locale.ROOT) + string.substring(1).toLowerCase(Locale.ROOT));
    }

    static Text titled(Text text) {
        return text.map(string -> {
            StringBuilder builder = new StringBuilder();
            boolean begins = true;
            for (int at = 0; at < string.length(); at++) {
                char character = string.charAt(at);
                builder.append(begins ? Character.toUpperCase(character) : Character.toLowerCase(character));
                begins = !Character.isLetter(character);
            }
            return builder.toString();
        });
    }

    /** {@code %s} and {@code %d} replaced by values in turn. */
    static Text formatted(Text format, List<@Nullable Object> values) {
        Text.Builder builder = new Text.Builder();
        int from = 0;
        int next = 0;
        String string = format.string();
        for (int at = string.indexOf('%'); at >= 0 && at + 1 < string.length(); at = string.indexOf('%', at)) {
            builder.add(format.slice(from, at));
            char kind = string.charAt(at + 1);
            if (kind == '%') {
                builder.own("%");
            } else if (next < values.size() && (kind == 's' || kind == 'd')) {
                builder.add(Values.text(values.get(next++)));
            } else {
                throw new IllegalArgumentException("%" + kind + " (expected: %s or %d and a value for each)");
            }
            at += 2;
            from = at;
        }
        return builder.add(format.slice(from, format.length())).text();
    }
}
