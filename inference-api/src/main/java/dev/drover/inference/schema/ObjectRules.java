package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of a schema. Fields come in the order of their properties, so that each needs to be looked for once. */
final class ObjectRules {

    private final SchemaRules schemas;
    private final String path;

    /** A field: its name, colon and value, and whether it must be there. */
    private record Field(Expression text, boolean required) {}

    ObjectRules(SchemaRules schemas, String path) {
        this.schemas = schemas;
        this.path = path;
    }

    Expression of(Map<String, @Nullable Object> words) {
        Map<?, ?> properties = properties(words);
        Set<String> required = required(words);
        Expression additional = additional(words, properties);
        int min = SchemaDocument.count(words, "minProperties", path, 0);
        int max = SchemaDocument.count(words, "maxProperties", path, Repeat.ANY_NUMBER);
        if (properties.isEmpty() && required.isEmpty()) {
            SchemaDocument.ordered(min, max, path + "/maxProperties");
            if (additional == null && min > 0) {
                throw new InvalidSchema(path + "/minProperties", Integer.toString(min),
                        "0, as there are no properties");
            }
            return JsonRules.braces(
                    additional == null ? Expression.empty() : Expression.list(additional, JsonRules.COMMA, min, max));
        }
        boolean most = additional == null && max >= properties.size();
        if (min > required.size() || (max != Repeat.ANY_NUMBER && !most)) {
            throw new InvalidSchema(path + (min > required.size() ? "/minProperties" : "/maxProperties"),
                    "given beside properties", "required instead; leave it out and check the answer");
        }
        return JsonRules.braces(fields(fields(properties, required, additional), additional));
    }

    private Map<?, ?> properties(Map<String, @Nullable Object> words) {
        Object properties = words.getOrDefault("properties", Map.of());
        if (properties instanceof Map<?, ?> map) {
            return map;
        }
        throw new InvalidSchema(path + "/properties", "no object", "schemas by the names of properties");
    }

    private Set<String> required(Map<String, @Nullable Object> words) {
        Object required = words.getOrDefault("required", List.of());
        if (required instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            Set<String> names = new HashSet<>();
            list.forEach(name -> names.add((String) name));
            return names;
        }
        throw new InvalidSchema(path + "/required", "no list of texts", "a list of names");
    }

    /** A field that is none of the properties; null where there is none. */
    private @Nullable Expression additional(Map<String, @Nullable Object> words, Map<?, ?> properties) {
        Object schema = words.get("additionalProperties");
        boolean said = words.containsKey("additionalProperties");
        if (Boolean.FALSE.equals(schema) || (!said && !properties.isEmpty())) {
            return null;
        }
        Expression value = said ? schemas.schema(schema, path + "/additionalProperties") : JsonRules.VALUE;
        Set<String> names = new HashSet<>();
        properties.keySet().forEach(name -> names.add((String) name));
        Expression name = names.isEmpty() ? JsonRules.STRING
                : schemas.rule(path + "/additionalProperties name", JsonRules.nameBut(names));
        return name.then(JsonRules.COLON, value);
    }

    private List<Field> fields(Map<?, ?> properties, Set<String> required, @Nullable Expression additional) {
        List<Field> fields = new ArrayList<>();
        properties.forEach((name, schema) -> fields
                .add(new Field(field((String) name, schemas.schema(schema, path + "/properties/" + escaped(name))),
                        required.contains(name))));
        for (String name : required) {
            if (!properties.containsKey(name)) {
                if (additional == null) {
                    throw new InvalidSchema(path + "/required", name, "a name that properties has; add it there");
                }
                throw new InvalidSchema(path + "/required", name,
                        "a name that properties has, for only those are put in order; add it there as {}");
            }
        }
        return fields;
    }

    private static Expression field(String name, Expression value) {
        return JsonRules.exactly(name).then(JsonRules.COLON, value);
    }

    private static String escaped(Object name) {
        return name.toString().replace("~", "~0").replace("/", "~1");
    }

    /** All fields with commas between them: whichever comes first, those behind it follow with a comma before each. */
    private static Expression fields(List<Field> fields, @Nullable Expression additional) {
        List<Expression> firsts = new ArrayList<>();
        boolean maybeNone = true;
        for (int first = 0; first < fields.size() && maybeNone; first++) {
            List<Expression> parts = new ArrayList<>();
            parts.add(fields.get(first).text());
            for (Field field : fields.subList(first + 1, fields.size())) {
                Expression next = JsonRules.COMMA.then(field.text());
                parts.add(field.required() ? next : Expression.optional(next));
            }
            if (additional != null) {
                parts.add(Expression.repeat(JsonRules.COMMA.then(additional), 0));
            }
            firsts.add(SchemaRules.all(parts));
            maybeNone = !fields.get(first).required();
        }
        if (maybeNone && additional != null) {
            firsts.add(Expression.list(additional, JsonRules.COMMA, 1, Repeat.ANY_NUMBER));
        }
        return maybeNone ? Expression.optional(new Choice(firsts)) : new Choice(firsts);
    }
}
