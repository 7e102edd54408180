package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The objects of a schema. Fields come in the order of their properties, so that each needs to be looked for once. */
final class ObjectRules {

    private final SchemaRules schemas;
    private final String path;

    /**
     * A field.
     *
     * @param name its name
     * @param text its name, colon and value
     * @param required whether it must be there
     */
    record Field(String name, Expression text, boolean required) {}

    ObjectRules(SchemaRules schemas, String path) {
        this.schemas = schemas;
        this.path = path;
    }

    Expression of(Map<String, @Nullable Object> words) {
        Map<?, ?> properties = properties(words, "properties");
        Set<String> required = required(words);
        Expression additional = additional(words, properties);
        int min = SchemaDocument.count(words, "minProperties", path, 0);
        int max = SchemaDocument.count(words, "maxProperties", path, Repeat.ANY_NUMBER);
        SchemaDocument.ordered(min, max, path + "/maxProperties");
        Map<String, List<String>> dependents = dependents(words, properties, additional != null);
        List<Field> fields = fields(properties, required, additional);
        boolean counted = min > required.size() || max < fields.size()
                || (additional != null && max != Repeat.ANY_NUMBER);
        if (counted || !dependents.isEmpty()) {
            return JsonRules.braces(
                    new CountedFields(schemas, path, fields, additional, new int[] {min, max}, dependents).all());
        }
        if (fields.isEmpty()) {
            return JsonRules.braces(additional == null ? Expression.empty()
                    : Expression.list(additional, JsonRules.COMMA, 0, Repeat.ANY_NUMBER));
        }
        return JsonRules.braces(fields(fields, additional));
    }

    /** Which fields must be there beside another. */
    private Map<String, List<String>> dependents(Map<String, @Nullable Object> words, Map<?, ?> properties,
            boolean open) {
        Map<String, List<String>> dependents = new LinkedHashMap<>();
        properties(words, "dependentRequired").forEach((name, others) -> {
            if (!(others instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
                throw new InvalidSchema(path + "/dependentRequired/" + escaped(name), "no list of texts",
                        "a list of names");
            }
            List<String> wanted = list.stream().map(String.class::cast).toList();
            if (open && !(properties.containsKey(name) && properties.keySet().containsAll(wanted))) {
                throw new InvalidSchema(path + "/dependentRequired/" + escaped(name), "a name that properties has not",
                        "names that properties has, for only those are put in order; add them there as {}");
            }
            dependents.put((String) name, wanted);
        });
        return dependents;
    }

    private Map<?, ?> properties(Map<String, @Nullable Object> words, String word) {
        Object properties = words.getOrDefault(word, Map.of());
        if (properties instanceof Map<?, ?> map) {
            return map;
        }
        throw new InvalidSchema(path + "/" + word, "no object", "an object with the names of properties");
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
        Map<?, ?> patterns = properties(words, "patternProperties");
        String word = words.containsKey("additionalProperties") || !words.containsKey("unevaluatedProperties")
                ? "additionalProperties"
                : "unevaluatedProperties";
        Object schema = words.get(word);
        boolean said = words.containsKey(word);
        if (words.containsKey("propertyNames") && !(properties.isEmpty() && patterns.isEmpty())) {
            throw new InvalidSchema(path + "/propertyNames", "given beside properties or patternProperties",
                    "one of them; write what names there are into properties");
        }
        if (!patterns.isEmpty()) {
            return matching(patterns, properties, said && !Boolean.FALSE.equals(schema));
        }
        if (Boolean.FALSE.equals(schema) || (!said && !properties.isEmpty())) {
            return null;
        }
        Expression value = said ? schemas.schema(schema, path + "/" + word) : JsonRules.VALUE;
        return name(words, properties).then(JsonRules.COLON, value);
    }

    private Expression name(Map<String, @Nullable Object> words, Map<?, ?> properties) {
        if (words.containsKey("propertyNames")) {
            Map<String, @Nullable Object> names = new LinkedHashMap<>(
                    SchemaDocument.words(words.get("propertyNames"), path + "/propertyNames"));
            names.putIfAbsent("type", "string");
            return schemas.schema(names, path + "/propertyNames");
        }
        Set<String> names = new HashSet<>();
        properties.keySet().forEach(name -> names.add((String) name));
        return names.isEmpty() ? JsonRules.STRING
                : schemas.rule(path + "/additionalProperties name", JsonRules.nameBut(names));
    }

    /** A field whose name matches a pattern. */
    private Expression matching(Map<?, ?> patterns, Map<?, ?> properties, boolean open) {
        String place = path + "/patternProperties";
        if (open) {
            throw new InvalidSchema(path + "/additionalProperties", "given beside patternProperties",
                    "false, for whether a name matches no pattern cannot be held to");
        }
        if (new HashSet<>(patterns.values()).size() > 1) {
            throw new InvalidSchema(place, patterns.size() + " patterns with schemas of their own",
                    "one schema for all, for a name may match several");
        }
        List<Expression> names = new ArrayList<>();
        for (Object pattern : patterns.keySet()) {
            names.add(JsonRules.quoted(StringPattern.read(place, (String) pattern)));
            for (Object name : properties.keySet()) {
                if (found((String) pattern, (String) name, place)) {
                    throw new InvalidSchema(place, pattern + ", which the property " + name + " matches",
                            "patterns that no property matches");
                }
            }
        }
        Map.Entry<?, ?> first = patterns.entrySet().iterator().next();
        Expression value = schemas.schema(first.getValue(), place + "/" + escaped(first.getKey()));
        return new Choice(names).then(JsonRules.COLON, value);
    }

    private static boolean found(String pattern, String name, String place) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException unusual) {
            throw new InvalidSchema(place, pattern, "a pattern as most languages read it, beside properties");
        }
    }

    private List<Field> fields(Map<?, ?> properties, Set<String> required, @Nullable Expression additional) {
        List<Field> fields = new ArrayList<>();
        properties.forEach((name,
                schema) -> fields.add(new Field((String) name,
                        field((String) name, schemas.schema(schema, path + "/properties/" + escaped(name))),
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
