package dev.drover.inference.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schema's {@code not} rules out: types, and single values.
 *
 * @param types the types
 * @param values the values
 */
record Negation(List<String> types, List<@Nullable Object> values) {

    private static final Set<String> SAID = Set.of("type", "const", "enum", "anyOf");

    /**
     * Reads a schema's.
     *
     * @throws InvalidSchema when it rules out anything else
     */
    static Negation of(Map<String, @Nullable Object> words, SchemaDocument document, String path) {
        Negation read = new Negation(new ArrayList<>(), new ArrayList<>());
        if (words.containsKey("not")) {
            read.add(words.get("not"), document, path + "/not");
        }
        return read;
    }

    private void add(@Nullable Object schema, SchemaDocument document, String path) {
        Map<String, @Nullable Object> words = document.followed(SchemaDocument.words(schema, path), path);
        List<String> said = words.keySet().stream().filter(word -> !Keywords.ANNOTATIONS.contains(word)).toList();
        if (said.size() != 1 || !SAID.contains(said.getFirst())) {
            throw new InvalidSchema(path, String.join(", ", said),
                    "type, const or enum alone, or several schemas of those as anyOf; what else is ruled out cannot be held to "
                            + "while an answer is written");
        }
        switch (said.getFirst()) {
            case "type" -> types.addAll(SchemaDocument.types(words, path));
            case "const" -> values.addAll(Collections.singletonList(words.get("const")));
            case "enum" -> values.addAll(SchemaDocument.list(words, "enum", path));
            default ->
                SchemaDocument.list(words, "anyOf", path).forEach(member -> add(member, document, path + "/anyOf"));
        }
    }

    /** Of some types those that are left. */
    List<String> left(List<String> some, String path) {
        if (types.contains("integer") && !types.contains("number") && some.contains("number")) {
            throw new InvalidSchema(path + "/not/type", "integer",
                    "another type; that a number is no whole one cannot be held to");
        }
        List<String> left = some.stream()
                .filter(type -> !types.contains(type) && !(type.equals("integer") && types.contains("number")))
                .filter(type -> !(type.equals("null") && values.contains(null)))
                .toList();
        boolean structured = values.stream().anyMatch(value -> value instanceof List || value instanceof Map);
        if (structured && (left.contains("array") || left.contains("object"))) {
            throw new InvalidSchema(path + "/not", "a list or an object",
                    "texts, numbers, truths and null; that a structure is not another cannot be held to");
        }
        if (left.isEmpty()) {
            throw new InvalidSchema(path + "/not", "all that type allows", "a schema that leaves a value");
        }
        return left;
    }

    /** Whether a value is ruled out. */
    boolean excludes(@Nullable Object value) {
        boolean same = value instanceof BigDecimal number
                ? numbers().stream().anyMatch(one -> one.compareTo(number) == 0)
                : values.contains(value);
        return same || types.stream().anyMatch(type -> Disjointness.isOf(value, List.of(type)));
    }

    /** The texts that are ruled out. */
    List<String> texts() {
        return values.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /** The numbers that are ruled out. */
    List<BigDecimal> numbers() {
        return values.stream().filter(BigDecimal.class::isInstance).map(BigDecimal.class::cast).toList();
    }
}
