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
            Set.of("properties", "required", "additionalProperties", "minProperties", "maxProperties",
                    "patternProperties", "propertyNames", "dependentRequired", "unevaluatedProperties"),
            "array", Set.of("items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems"), "string",
            Set.of("minLength", "maxLength", "pattern", "format"), "number",
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "integer",
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "boolean", Set.of(),
            "null", Set.of());

    /** The types, in the order in which a value of any is tried. */
    static final List<String> TYPES = List.of("object", "array", "string", "number", "integer", "boolean", "null");

    /** What speaks of a value as a whole. */
    static final Set<String> WHOLE = Set.of("type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf", "nullable",
            "not");

    /** What cannot be held to while an answer is written, and why. */
    static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("if", "what comes first would decide about what comes later; write the cases as anyOf"),
            Map.entry("then", "without if it means nothing; write the cases as anyOf"),
            Map.entry("else", "without if it means nothing; write the cases as anyOf"),
            Map.entry("contains", "any entry may be the one; say of the first entries with prefixItems what they are"),
            Map.entry("minContains", "it counts entries of a kind; leave it out and check the answer"),
            Map.entry("maxContains", "it counts entries of a kind; leave it out and check the answer"),
            Map.entry("dependentSchemas", "one field would change what others may be; write the cases as anyOf"),
            Map.entry("dependencies", "it became dependentRequired and dependentSchemas; use the former"),
            Map.entry("unevaluatedItems", "what the schema says of entries is all there is; use items: false"),
            Map.entry("$dynamicRef", "where it points hangs on the way to it; use $ref"),
            Map.entry("$recursiveRef", "where it points hangs on the way to it; use $ref"));

    private Keywords() {}

    static boolean known(String keyword) {
        return ANNOTATIONS.contains(keyword) || WHOLE.contains(keyword)
                || OF_TYPE.values().stream().anyMatch(words -> words.contains(keyword));
    }
}
