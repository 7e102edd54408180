package dev.drover.inference.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema with all that is in it, and how places in it are found.
 *
 * @param root the whole
 * @param name what stands for {@code #} in paths
 */
record SchemaDocument(@Nullable Object root, String name) {

    private static final int MOST_STEPS = 32;

    /** The words of a schema. */
    @SuppressWarnings("unchecked") // the reader's maps have strings as keys
    static Map<String, @Nullable Object> words(@Nullable Object schema, String path) {
        if (schema instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        if (Boolean.TRUE.equals(schema)) {
            return Map.of();
        }
        throw new InvalidSchema(path, Boolean.FALSE.equals(schema) ? "false" : "no object",
                "a schema that a value can follow");
    }

    /** The words of the schema at a path. */
    Map<String, @Nullable Object> words(String target, String path) {
        return words(at(target, path), target);
    }

    /** A schema whose references are followed to what they mean, with what stands beside them. */
    Map<String, @Nullable Object> followed(Map<String, @Nullable Object> schema, String path) {
        Map<String, @Nullable Object> words = schema;
        for (int steps = 0; words.containsKey("$ref"); steps++) {
            if (steps == MOST_STEPS) {
                throw new InvalidSchema(path + "/$ref", "more than " + MOST_STEPS + " references in a row", "fewer");
            }
            Map<String, @Nullable Object> others = new LinkedHashMap<>(words);
            others.remove("$ref");
            words = SchemaMerge.merge(others, words(target(words.get("$ref"), path), path), path);
        }
        return words;
    }

    /** The path that a reference means. */
    String target(@Nullable Object reference, String path) {
        if (reference instanceof String text && (text.equals("#") || text.startsWith("#/"))) {
            return name + text.substring(1);
        }
        throw new InvalidSchema(path + "/$ref", String.valueOf(reference),
                "a place in this schema, such as #/$defs/name; put the other schema into $defs");
    }

    /** What is at a path. */
    @Nullable
    Object at(String target, String path) {
        @Nullable
        Object here = root;
        String pointer = target.substring(name.length());
        for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            if (here instanceof Map<?, ?> map && map.containsKey(key)) {
                here = map.get(key);
            } else if (here instanceof List<?> list && key.matches("[0-9]{1,6}")
                    && Integer.parseInt(key) < list.size()) {
                here = list.get(Integer.parseInt(key));
            } else {
                throw new InvalidSchema(path + "/$ref", "#" + pointer, "a place that is there; nothing is at " + key);
            }
        }
        return here;
    }

    /** A list that must be there and have an entry. */
    static List<?> list(Map<String, @Nullable Object> words, String word, String path) {
        if (words.get(word) instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw new InvalidSchema(path + "/" + word, "no list, or an empty one", "a list of at least one");
    }

    /** A number of things. */
    static int count(Map<String, @Nullable Object> words, String word, String path, int otherwise) {
        Object value = words.get(word);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof BigDecimal number && number.signum() >= 0 && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0) {
            return number.intValue();
        }
        throw new InvalidSchema(path + "/" + word, value.toString(), "a whole number, at least 0");
    }

    static void ordered(int min, int max, String path) {
        if (max < min) {
            throw new InvalidSchema(path, Integer.toString(max), "at least " + min + ", the smallest number");
        }
    }

    /** The types of a schema's values: those it says, or those that its other words speak of, or all. */
    static List<String> types(Map<String, @Nullable Object> words, String path) {
        Object type = words.get("type");
        if (type instanceof String one) {
            return List.of(one);
        }
        if (type instanceof List<?> several && !several.isEmpty()) {
            List<String> types = new ArrayList<>();
            several.forEach(one -> types.add(String.valueOf(one)));
            return types;
        }
        if (words.containsKey("type")) {
            throw new InvalidSchema(path + "/type", String.valueOf(type), "a type or a list of types");
        }
        List<String> spoken = Keywords.TYPES.stream()
                .filter(one -> !one.equals("integer"))
                .filter(one -> Keywords.OF_TYPE.getOrDefault(one, java.util.Set.of())
                        .stream()
                        .anyMatch(words::containsKey))
                .toList();
        return spoken.isEmpty() ? Keywords.TYPES.stream().filter(one -> !one.equals("integer")).toList() : spoken;
    }
}
