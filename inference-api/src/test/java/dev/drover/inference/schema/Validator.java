package dev.drover.inference.schema;

import dev.drover.inference.json.JsonReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Says whether a value follows a schema, straight from what the keywords mean. */
final class Validator {

    private final Object document;

    private Validator(Object document) {
        this.document = document;
    }

    static boolean follows(String text, String schema) {
        Object document = JsonReader.read(schema);
        return new Validator(document).follows(JsonReader.read(text), document);
    }

    private boolean follows(Object value, Object schema) {
        if (schema instanceof Boolean any) {
            return any;
        }
        Map<?, ?> words = (Map<?, ?>) schema;
        return words.keySet().stream().allMatch(word -> follows(value, (String) word, words));
    }

    private boolean follows(Object value, String word, Map<?, ?> words) {
        Object said = words.get(word);
        return switch (word) {
            case "$ref" -> follows(value, at((String) said));
            case "type" -> types(said).stream().anyMatch(type -> isOf(value, (String) type));
            case "enum" -> ((List<?>) said).stream().anyMatch(one -> same(one, value));
            case "const" -> same(said, value);
            case "anyOf" -> ((List<?>) said).stream().anyMatch(one -> follows(value, one));
            case "oneOf" -> ((List<?>) said).stream().filter(one -> follows(value, one)).count() == 1;
            case "allOf" -> ((List<?>) said).stream().allMatch(one -> follows(value, one));
            case "minimum" -> !(value instanceof BigDecimal number) || number.compareTo((BigDecimal) said) >= 0;
            case "maximum" -> !(value instanceof BigDecimal number) || number.compareTo((BigDecimal) said) <= 0;
            case "exclusiveMinimum" -> !(value instanceof BigDecimal number) || number.compareTo((BigDecimal) said) > 0;
            case "exclusiveMaximum" -> !(value instanceof BigDecimal number) || number.compareTo((BigDecimal) said) < 0;
            case "minLength" ->
                !(value instanceof String text) || text.codePointCount(0, text.length()) >= number(said);
            case "maxLength" ->
                !(value instanceof String text) || text.codePointCount(0, text.length()) <= number(said);
            case "pattern" -> !(value instanceof String text) || Pattern.compile((String) said).matcher(text).find();
            case "minItems" -> !(value instanceof List<?> list) || list.size() >= number(said);
            case "maxItems" -> !(value instanceof List<?> list) || list.size() <= number(said);
            case "items" -> !(value instanceof List<?> list) || list.stream()
                    .skip(words.get("prefixItems") instanceof List<?> first ? first.size() : 0)
                    .allMatch(one -> follows(one, said));
            case "prefixItems" -> !(value instanceof List<?> list) || firsts(list, (List<?>) said);
            case "required" -> !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) said);
            case "properties" -> !(value instanceof Map<?, ?> map) || ((Map<?, ?>) said).entrySet()
                    .stream()
                    .allMatch(entry -> !map.containsKey(entry.getKey())
                            || follows(map.get(entry.getKey()), entry.getValue()));
            case "additionalProperties" -> !(value instanceof Map<?, ?> map) || map.entrySet()
                    .stream()
                    .filter(entry -> !(words.get("properties") instanceof Map<?, ?> named)
                            || !named.containsKey(entry.getKey()))
                    .allMatch(entry -> follows(entry.getValue(), said));
            case "$defs", "title" -> true;
            default -> throw new AssertionError("keyword " + word);
        };
    }

    private boolean firsts(List<?> list, List<?> schemas) {
        for (int i = 0; i < Math.min(list.size(), schemas.size()); i++) {
            if (!follows(list.get(i), schemas.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Object at(String reference) {
        Object here = document;
        for (String step : reference.substring(1).split("/")) {
            here = step.isEmpty() ? here : ((Map<?, ?>) here).get(step);
        }
        return here;
    }

    private static List<?> types(Object said) {
        return said instanceof List<?> list ? list : List.of(said);
    }

    private static boolean isOf(Object value, String type) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "number" -> value instanceof BigDecimal;
            case "integer" -> value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new AssertionError("type " + type);
        };
    }

    private static int number(Object said) {
        return ((BigDecimal) said).intValueExact();
    }

    private static boolean same(Object one, Object other) {
        return one instanceof BigDecimal first && other instanceof BigDecimal second ? first.compareTo(second) == 0
                : Objects.equals(one, other);
    }
}
