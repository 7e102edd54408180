package dev.drover.inference.schema;

import dev.drover.inference.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws schemas, and values that follow them. Each schema is a map with what it takes to draw a value. */
final class RandomSchemas {

    private static final List<String> NAMES = List.of("a", "ab", "city", "n\"q", "ü");
    private final SplittableRandom random;

    RandomSchemas(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A schema that may refer to itself at {@code #/$defs/tree}. */
    Map<String, Object> document() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "object");
        tree.put("properties", ordered("label", schema(1), "children",
                ordered("type", "array", "items", Map.of("$ref", "#/$defs/tree"), "maxItems", 2)));
        tree.put("required", List.of("label"));
        Map<String, Object> document = new LinkedHashMap<>(schema(3));
        document.put("$defs", Map.of("tree", tree));
        return document;
    }

    private Map<String, Object> schema(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 12)) {
            case 0 -> string();
            case 1 -> number("integer");
            case 2 -> number("number");
            case 3 -> ordered("enum", List.of("red", BigDecimal.valueOf(3), true, List.of("x")));
            case 4 -> random.nextBoolean() ? ordered("const", "fixed") : ordered("type", List.of("null", "boolean"));
            case 5 -> ordered("type", List.of("string", "null"));
            case 6, 7, 8 -> object(depth);
            case 9 -> array(depth);
            case 10 -> ordered("anyOf", List.of(schema(depth - 1), schema(depth - 1)));
            default -> random.nextBoolean() ? ordered("$ref", "#/$defs/tree")
                    : ordered("oneOf", List.of(ordered("type", "string"), array(depth), ordered("type", "null")));
        };
    }

    private Map<String, Object> string() {
        Map<String, Object> schema = ordered("type", "string");
        int min = random.nextInt(4);
        switch (random.nextInt(4)) {
            case 0 -> schema.put("minLength", min);
            case 1 -> schema.putAll(ordered("minLength", min, "maxLength", min + random.nextInt(4)));
            case 2 -> schema.put("pattern", List.of("^[a-c]{2,4}$", "\\d+x", "^(foo|\"b\")+", "z$").get(min));
            default -> {
                // any
            }
        }
        return schema;
    }

    private Map<String, Object> number(String type) {
        Map<String, Object> schema = ordered("type", type);
        BigDecimal low = BigDecimal.valueOf(random.nextInt(-3000, 3000), random.nextInt(3));
        BigDecimal high = low.add(BigDecimal.valueOf(1 + random.nextInt(2000)));
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        }
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", high);
        }
        return schema;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(5) < 2) {
                properties.put(name, schema(depth - 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        Map<String, Object> schema = ordered("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.put("additionalProperties", schema(0));
            default -> {
                // not said
            }
        }
        return schema;
    }

    private Map<String, Object> array(int depth) {
        Map<String, Object> schema = ordered("type", "array", "items", schema(depth - 1));
        int min = random.nextInt(3);
        if (random.nextBoolean()) {
            schema.put("minItems", min);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", min + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            schema.put("prefixItems", List.of(schema(0), schema(0)));
        }
        return schema;
    }

    /** A value that follows a schema, as JSON without blanks, fields in order. */
    String instance(Map<String, Object> document) {
        return JsonWriter.write(value(document, document, 0));
    }

    @SuppressWarnings("unchecked")
    private Object value(Map<String, Object> schema, Map<String, Object> document, int depth) {
        if (schema.containsKey("$ref")) {
            return value((Map<String, Object>) ((Map<?, ?>) document.get("$defs")).get("tree"), document, depth + 1);
        }
        for (String word : List.of("anyOf", "oneOf", "enum")) {
            if (schema.get(word) instanceof List<?> options) {
                Object one = options.get(random.nextInt(options.size()));
                return word.equals("enum") ? one : value((Map<String, Object>) one, document, depth);
            }
        }
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        Object type = schema.get("type") instanceof List<?> several ? several.get(random.nextInt(several.size()))
                : schema.get("type");
        return switch ((String) type) {
            case "null" -> null;
            case "boolean" -> random.nextBoolean();
            case "string" -> text(schema);
            case "integer", "number" -> number(schema);
            case "array" -> list(schema, document, depth);
            default -> map(schema, document, depth);
        };
    }

    private Object text(Map<String, Object> schema) {
        if (schema.get("pattern") instanceof String pattern) {
            return switch (pattern.charAt(0)) {
                case '\\' -> "a7xb";
                case 'z' -> "\n\"z";
                default -> pattern.startsWith("^[") ? "abc" : "foo\"b\" and on";
            };
        }
        int length = (Integer) schema.getOrDefault("minLength", 0);
        int most = (Integer) schema.getOrDefault("maxLength", length + 5);
        StringBuilder text = new StringBuilder();
        for (int i = length + random.nextInt(most - length + 1); i > 0; i--) {
            text.append(List.of("a", "\"", "\\", "\n", "é", "\uD83D\uDE42", "\u0001", " ").get(random.nextInt(8)));
        }
        return text.toString();
    }

    private BigDecimal number(Map<String, Object> schema) {
        BigDecimal low = (BigDecimal) schema.getOrDefault("minimum", schema.get("exclusiveMinimum"));
        BigDecimal high = (BigDecimal) schema.getOrDefault("maximum", schema.get("exclusiveMaximum"));
        BigDecimal from = low != null ? low : high != null ? high.subtract(BigDecimal.valueOf(7)) : BigDecimal.ONE;
        BigDecimal step = BigDecimal.valueOf(1 + random.nextInt(99), 2);
        boolean whole = schema.get("type").equals("integer");
        return whole ? from.setScale(0, java.math.RoundingMode.FLOOR).add(BigDecimal.ONE) : from.add(step);
    }

    @SuppressWarnings("unchecked")
    private Object list(Map<String, Object> schema, Map<String, Object> document, int depth) {
        int min = (Integer) schema.getOrDefault("minItems", 0);
        int max = (Integer) schema.getOrDefault("maxItems", min + 3);
        List<?> first = (List<?>) schema.getOrDefault("prefixItems", List.of());
        List<Object> list = new ArrayList<>();
        int size = depth > 2 ? min : min + random.nextInt(max - min + 1);
        for (int i = 0; i < size; i++) {
            list.add(value((Map<String, Object>) (i < first.size() ? first.get(i) : schema.get("items")), document,
                    depth + 1));
        }
        return list;
    }

    @SuppressWarnings("unchecked")
    private Object map(Map<String, Object> schema, Map<String, Object> document, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<?> required = (List<?>) schema.getOrDefault("required", List.of());
        ((Map<String, Object>) schema.get("properties")).forEach((name, inner) -> {
            if (required.contains(name) || (depth < 3 && random.nextBoolean())) {
                map.put(name, value((Map<String, Object>) inner, document, depth + 1));
            }
        });
        if (schema.get("additionalProperties") instanceof Map<?, ?> inner && random.nextBoolean()) {
            map.put("abc", value((Map<String, Object>) inner, document, depth + 1));
            map.put("", value((Map<String, Object>) inner, document, depth + 1));
        }
        return map;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
