package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The properties of an object's schema one by one. */
final class ParameterRules {

    private static final Set<String> OBJECT = Set.of("type", "properties", "required", "additionalProperties");
    private static final Set<String> TEXT = Set.of("type", "enum", "const");

    private final SchemaDocument document;
    private final SchemaRules rules;
    private final String path;

    ParameterRules(SchemaDocument document, SchemaRules rules) {
        this.document = document;
        this.rules = rules;
        this.path = document.name();
    }

    List<Parameter> all() {
        Map<String, @Nullable Object> words = document.followed(SchemaDocument.words(document.root(), path), path);
        for (String word : words.keySet()) {
            if (!OBJECT.contains(word) && !Keywords.ANNOTATIONS.contains(word)) {
                throw new InvalidSchema(path + "/" + word, "given for arguments that are written one by one",
                        "properties and required alone");
            }
        }
        if (!SchemaDocument.types(words, path).contains("object")
                || !(words.getOrDefault("properties", Map.of()) instanceof Map<?, ?> properties)) {
            throw new InvalidSchema(path + "/properties", "no object", "schemas by the names of arguments");
        }
        List<?> required = words.get("required") instanceof List<?> list ? list : List.of();
        if (!properties.keySet().containsAll(required)) {
            throw new InvalidSchema(path + "/required", required.toString(), "names that properties has");
        }
        List<Parameter> parameters = new ArrayList<>();
        properties.forEach((name, schema) -> parameters.add(parameter((String) name, schema, required.contains(name))));
        return parameters;
    }

    private Parameter parameter(String name, @Nullable Object schema, boolean required) {
        String place = path + "/properties/" + name.replace("~", "~0").replace("/", "~1");
        Expression json = rules.schema(schema, place);
        if (name.isEmpty()
                || name.codePoints().anyMatch(one -> one == '>' || one == '<' || Character.isWhitespace(one))) {
            throw new InvalidSchema(place, "a name with blanks, < or >", "a name that can stand in a mark");
        }
        Map<String, @Nullable Object> words = schema instanceof Map
                ? document.followed(SchemaDocument.words(schema, place), place)
                : Map.of();
        List<?> values = words.containsKey("const") ? Collections.singletonList(words.get("const"))
                : words.get("enum") instanceof List<?> list ? list : List.of();
        boolean text = values.isEmpty()
                ? words.containsKey("type") && SchemaDocument.types(words, place).equals(List.of("string"))
                : values.stream().allMatch(String.class::isInstance);
        if (!text) {
            return new Parameter(name, required, false, null, json);
        }
        for (String word : words.keySet()) {
            if (!TEXT.contains(word) && !Keywords.ANNOTATIONS.contains(word)) {
                throw new InvalidSchema(place + "/" + word, "given for a text that is written without quotation marks",
                        "any text, or an enum");
            }
        }
        return new Parameter(name, required, true,
                values.isEmpty() ? null : values.stream().map(String.class::cast).toList(), json);
    }
}
