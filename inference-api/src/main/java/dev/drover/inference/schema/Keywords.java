package dev.drover.inference.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of JSON schemas (draft 2020-12, and what older drafts say otherwise). */
final class Keywords {

    /** What says nothing of a value's form. */
    static final Set<String> ANNOTATIONS = Set.of("title", "description", "default", "examples", "example",
            "deprecated", "readOnly", "writeOnly", "$comment", "$schema", "$id", "$defs", "definitions", "$anchor",
            "contentMediaType", "contentEncoding");

    /** What each type of value can be held to. */
    static final Map<String, Set<String>> OF_TYPE = Map.of("object",
            Set.of("properties", "required", "additionalProperties", "minProperties", "maxProperties"), "array",
            Set.of("items", "prefixItems", "minItems", "maxItems", "uniqueItems"), "string",
            Set.of("minLength", "maxLength", "pattern", "format"), "number",
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "integer",
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "boolean", Set.of(),
            "null", Set.of());

    /** The types, in the order in which a value of any is tried. */
    static final List<String> TYPES = List.of("object", "array", "string", "number", "integer", "boolean", "null");

    /** What speaks of a value as a whole. */
    static final Set<String> WHOLE = Set.of("type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf", "nullable");

    private Keywords() {}

    static boolean known(String keyword) {
        return ANNOTATIONS.contains(keyword) || WHOLE.contains(keyword)
                || OF_TYPE.values().stream().anyMatch(words -> words.contains(keyword));
    }
}
