package dev.drover.inference.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether no value follows two schemas, as far as types, listed values and a field that tells objects apart can show. A
 * choice of exactly one needs that, for a grammar cannot say "and none of the others".
 */
record Disjointness(SchemaDocument document) {

    private static final int DEEPEST = 4;

    /** Refuses schemas of which two might be followed by one value. */
    void check(List<?> schemas, String path) {
        for (int i = 0; i < schemas.size(); i++) {
            for (int j = i + 1; j < schemas.size(); j++) {
                if (!disjoint(schemas.get(i), schemas.get(j), path, DEEPEST)) {
                    throw new InvalidSchema(path + "/oneOf", "numbers " + i + " and " + j + " may overlap",
                            "schemas of other types, or objects with a required field whose values differ; else anyOf");
                }
            }
        }
    }

    private boolean disjoint(@Nullable Object one, @Nullable Object other, String path, int depth) {
        Map<String, @Nullable Object> first = document.followed(SchemaDocument.words(one, path), path);
        Map<String, @Nullable Object> second = document.followed(SchemaDocument.words(other, path), path);
        Set<String> shared = types(first, path);
        shared.retainAll(types(second, path));
        List<?> firstValues = values(first);
        List<?> secondValues = values(second);
        if (shared.isEmpty()) {
            return true;
        }
        if (!firstValues.isEmpty() && !secondValues.isEmpty()) {
            return Collections.disjoint(firstValues, secondValues);
        }
        return shared.equals(Set.of("object")) && depth > 0 && told(first, second, path, depth);
    }

    private boolean told(Map<String, @Nullable Object> first, Map<String, @Nullable Object> second, String path,
            int depth) {
        if (!(first.get("required") instanceof List<?> one) || !(second.get("required") instanceof List<?> other)
                || !(first.get("properties") instanceof Map<?, ?> here)
                || !(second.get("properties") instanceof Map<?, ?> there)) {
            return false;
        }
        return one.stream()
                .filter(name -> other.contains(name) && here.containsKey(name) && there.containsKey(name))
                .anyMatch(name -> disjoint(here.get(name), there.get(name), path, depth - 1));
    }

    private static List<?> values(Map<String, @Nullable Object> words) {
        return words.containsKey("const") ? Collections.singletonList(words.get("const"))
                : words.get("enum") instanceof List<?> list ? list : List.of();
    }

    /** The types that values may have, numbers being of one. */
    private static Set<String> types(Map<String, @Nullable Object> words, String path) {
        List<String> types = new ArrayList<>();
        List<?> values = values(words);
        if (words.containsKey("type")) {
            types.addAll(SchemaDocument.types(words, path));
        } else if (!values.isEmpty()) {
            values.forEach(value -> types.add(type(value)));
        } else if (words.keySet().stream().anyMatch(word -> word.endsWith("Of"))) {
            types.addAll(Keywords.TYPES);
        } else {
            types.addAll(SchemaDocument.types(words, path));
        }
        if (Boolean.TRUE.equals(words.get("nullable"))) {
            types.add("null");
        }
        Set<String> kinds = new TreeSet<>();
        types.forEach(type -> kinds.add(type.equals("integer") ? "number" : type));
        return kinds;
    }

    /** Whether a value is of one of some types. */
    static boolean isOf(@Nullable Object value, List<String> types) {
        boolean whole = value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
        return types.contains(type(value)) || (whole && types.contains("integer"));
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "object";
            case List<?> list -> "array";
            case BigDecimal number -> "number";
            case Boolean flag -> "boolean";
            default -> "string";
        };
    }
}
