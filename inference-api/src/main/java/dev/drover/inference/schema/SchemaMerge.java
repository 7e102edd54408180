package dev.drover.inference.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two schemas that must both be followed, as one. */
final class SchemaMerge {

    private static final Set<String> LOWEST = Set.of("minimum", "exclusiveMinimum", "minLength", "minItems",
            "minProperties");
    private static final Set<String> HIGHEST = Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems",
            "maxProperties");

    private SchemaMerge() {}

    /**
     * One schema of two.
     *
     * @param path where the second is, for messages
     * @throws InvalidSchema when there is none that says the same
     */
    static Map<String, @Nullable Object> merge(Map<String, @Nullable Object> one, Map<String, @Nullable Object> other,
            String path) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(one);
        other.forEach((keyword, value) -> {
            if (Keywords.ANNOTATIONS.contains(keyword)) {
                merged.putIfAbsent(keyword, value);
            } else if (!one.containsKey(keyword) || Objects.equals(one.get(keyword), value)) {
                merged.put(keyword, value);
            } else {
                merged.put(keyword, both(keyword, one.get(keyword), value, path));
            }
        });
        boolean closed = closes(one) || closes(other);
        if (closed && (!Objects.equals(one.get("properties"), other.get("properties"))
                || !Objects.equals(one.get("patternProperties"), other.get("patternProperties")))) {
            throw new InvalidSchema(path, "additionalProperties beside another schema's properties",
                    "properties in one place; write them into one schema");
        }
        return merged;
    }

    private static boolean closes(Map<String, @Nullable Object> schema) {
        return schema.containsKey("additionalProperties") && !Boolean.TRUE.equals(schema.get("additionalProperties"));
    }

    private static @Nullable Object both(String keyword, @Nullable Object one, @Nullable Object other, String path) {
        if (one instanceof BigDecimal first && other instanceof BigDecimal second) {
            if (LOWEST.contains(keyword)) {
                return first.max(second);
            }
            if (HIGHEST.contains(keyword)) {
                return first.min(second);
            }
        }
        return switch (keyword) {
            case "properties" -> properties(one, other, path);
            case "required" -> {
                List<@Nullable Object> all = new ArrayList<>(list(one));
                list(other).stream().filter(name -> !all.contains(name)).forEach(all::add);
                yield all;
            }
            case "type" -> types(one, other, path);
            case "enum" -> list(one).stream().filter(list(other)::contains).toList();
            default -> throw new InvalidSchema(path + "/" + keyword, "another than beside it",
                    "one " + keyword + " for a value; write the two as one");
        };
    }

    private static Object properties(@Nullable Object one, @Nullable Object other, String path) {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
            all.putAll(first);
            second.forEach((name, schema) -> {
                boolean twice = first.containsKey(name) && !Objects.equals(first.get(name), schema);
                all.put(name,
                        twice ? Map.of("allOf",
                                List.of(Objects.requireNonNull(first.get(name)), Objects.requireNonNull(schema)))
                                : schema);
            });
            return all;
        }
        throw new InvalidSchema(path + "/properties", "no object", "schemas by the names of properties");
    }

    private static Object types(@Nullable Object one, @Nullable Object other, String path) {
        List<?> first = list(one);
        List<?> second = list(other);
        List<@Nullable Object> both = new ArrayList<>(first.stream().filter(second::contains).toList());
        boolean whole = (first.contains("integer") && second.contains("number"))
                || (first.contains("number") && second.contains("integer"));
        if (whole && !both.contains("integer") && !both.contains("number")) {
            both.add("integer");
        }
        if (both.isEmpty()) {
            throw new InvalidSchema(path + "/type", "another than beside it", "a type that both allow");
        }
        return both;
    }

    private static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }
}
