package dev.drover.inference.tool;

import dev.drover.inference.Tool;
import dev.drover.inference.ToolUse;
import dev.drover.inference.json.JsonReader;
import dev.drover.inference.json.JsonWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What arguments mean that are written without quotation marks: where a function's schema says that one is a text, the text;
 * else the JSON that it is, or the text where it is none.
 */
final class WrittenValues {

    private final Map<String, Map<?, ?>> properties = new HashMap<>();

    WrittenValues(ToolUse use) {
        for (Tool tool : use.tools()) {
            properties.put(tool.name(), properties(tool.schema()));
        }
    }

    private static Map<?, ?> properties(@Nullable String schema) {
        try {
            return schema != null && JsonReader.read(schema) instanceof Map<?, ?> words
                    && words.get("properties") instanceof Map<?, ?> named ? named : Map.of();
        } catch (IllegalArgumentException malformed) {
            return Map.of();
        }
    }

    /** An argument as JSON. */
    String json(String function, String name, String written) {
        Set<String> types = new HashSet<>();
        types(properties.getOrDefault(function, Map.of()).get(name), types);
        if (!types.equals(Set.of("string"))) {
            try {
                Object value = JsonReader.read(written);
                if (!(value instanceof String)) {
                    return JsonWriter.write(value);
                }
            } catch (IllegalArgumentException text) {
                // it is the text that it is
            }
        }
        return JsonWriter.write(written);
    }

    /** The types that a schema names, and those of the values that it lists. */
    private static void types(@Nullable Object schema, Set<String> types) {
        if (!(schema instanceof Map<?, ?> words)) {
            return;
        }
        if (words.get("type") instanceof String one) {
            types.add(one);
        } else if (words.get("type") instanceof List<?> several) {
            several.forEach(one -> types.add(String.valueOf(one)));
        } else if (words.get("enum") instanceof List<?> values) {
            values.forEach(value -> types.add(value instanceof String ? "string" : "other"));
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (words.get(word) instanceof List<?> members) {
                members.forEach(member -> types(member, types));
            }
        }
    }
}
