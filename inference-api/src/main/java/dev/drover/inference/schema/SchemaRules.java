package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns one schema into rules: a rule for each schema within it, named by its place, so that schemas may be recursive. */
final class SchemaRules {

    private static final int MOST_MERGES = 64;

    private final SchemaDocument document;
    private final Map<String, Expression> rules;
    private int merges;

    SchemaRules(@Nullable Object document, String name, Map<String, Expression> rules) {
        this.document = new SchemaDocument(document, name);
        this.rules = rules;
    }

    Expression root() {
        return schema(document.root(), document.name());
    }

    /** The values of a schema, as a call of its rule. */
    Expression schema(@Nullable Object schema, String path) {
        if (!rules.containsKey(path)) {
            rules.put(path, Expression.empty());
            rules.put(path, body(schema, path));
        }
        return new Rule(path);
    }

    private Expression body(@Nullable Object schema, String path) {
        if (Boolean.TRUE.equals(schema)) {
            return JsonRules.VALUE;
        }
        Map<String, @Nullable Object> words = SchemaDocument.words(schema, path);
        for (String word : words.keySet()) {
            if (!Keywords.known(word)) {
                throw new InvalidSchema(path + "/" + word,
                        "a keyword that cannot be held to while an answer is written",
                        "a schema without it; leave it out and check the answer");
            }
        }
        if (words.containsKey("$ref")) {
            return reference(words, path);
        }
        if (words.containsKey("allOf")) {
            return all(words, path);
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (words.containsKey(word)) {
                return any(words, word, path);
            }
        }
        Expression values = words.containsKey("enum") || words.containsKey("const") ? listed(words, path)
                : typed(words, path);
        return Boolean.TRUE.equals(words.get("nullable")) ? Expression.choice(values, JsonRules.NULL) : values;
    }

    private Expression reference(Map<String, @Nullable Object> words, String path) {
        String target = document.target(words.get("$ref"), path);
        Map<String, @Nullable Object> others = without(words, "$ref");
        if (Keywords.ANNOTATIONS.containsAll(others.keySet())) {
            return schema(document.at(target, path), target);
        }
        return merged(List.of(others, document.words(target, path)), path);
    }

    private Expression all(Map<String, @Nullable Object> words, String path) {
        List<?> members = SchemaDocument.list(words, "allOf", path);
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        parts.add(without(words, "allOf"));
        for (int i = 0; i < members.size(); i++) {
            parts.add(SchemaDocument.words(members.get(i), path + "/allOf/" + i));
        }
        return merged(parts, path);
    }

    /** The values that follow several schemas; a member that only refers to another stands for that. */
    private Expression merged(List<Map<String, @Nullable Object>> parts, String path) {
        if (++merges > MOST_MERGES) {
            throw new InvalidSchema(path, "schemas that must be joined without end", "no schema joined with itself");
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> part : parts) {
            merged = SchemaMerge.merge(merged, document.followed(part, path), path);
        }
        Expression values = schema(merged, path + "/+");
        merges--;
        return values;
    }

    private Expression any(Map<String, @Nullable Object> words, String word, String path) {
        List<?> members = SchemaDocument.list(words, word, path);
        if (word.equals("oneOf")) {
            new Disjointness(document).check(members, path);
        }
        Map<String, @Nullable Object> others = without(words, word);
        boolean alone = Keywords.ANNOTATIONS.containsAll(others.keySet());
        List<Expression> options = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            String place = path + "/" + word + "/" + i;
            options.add(alone ? schema(members.get(i), place)
                    : merged(List.of(others, SchemaDocument.words(members.get(i), place)), place));
        }
        return new Choice(options);
    }

    private Expression listed(Map<String, @Nullable Object> words, String path) {
        List<?> values = words.containsKey("const") ? java.util.Collections.singletonList(words.get("const"))
                : SchemaDocument.list(words, "enum", path);
        for (String word : words.keySet()) {
            boolean settled = Keywords.ANNOTATIONS.contains(word)
                    || List.of("enum", "const", "type", "nullable").contains(word);
            if (!settled || (word.equals("enum") && words.containsKey("const"))) {
                throw new InvalidSchema(path + "/" + word, "given beside the values themselves",
                        "the values that there are, alone; leave out those that " + word + " rules out");
            }
        }
        List<String> types = words.containsKey("type") ? SchemaDocument.types(words, path) : Keywords.TYPES;
        List<Expression> options = new ArrayList<>();
        for (Object value : values) {
            if (Disjointness.isOf(value, types)) {
                options.add(JsonRules.exactly(value));
            }
        }
        if (options.isEmpty()) {
            throw new InvalidSchema(path + "/type", "none of the values' types", "a type that one of the values has");
        }
        return new Choice(options);
    }

    private Expression typed(Map<String, @Nullable Object> words, String path) {
        List<Expression> options = new ArrayList<>();
        for (String type : SchemaDocument.types(words, path)) {
            options.add(switch (type) {
                case "object" -> new ObjectRules(this, path).of(words);
                case "array" -> array(words, path);
                case "string" -> string(words, path);
                case "number", "integer" -> number(words, path, type.equals("integer"));
                case "boolean" -> JsonRules.BOOLEAN;
                case "null" -> JsonRules.NULL;
                default -> throw new InvalidSchema(path + "/type", type, "one of " + Keywords.TYPES);
            });
        }
        return options.size() == 1 ? options.getFirst() : new Choice(options);
    }

    private Expression array(Map<String, @Nullable Object> words, String path) {
        if (Boolean.TRUE.equals(words.get("uniqueItems"))) {
            throw new InvalidSchema(path + "/uniqueItems", "true", "a list whose entries may be equal; leave it out");
        }
        int min = SchemaDocument.count(words, "minItems", path, 0);
        int max = SchemaDocument.count(words, "maxItems", path, Repeat.ANY_NUMBER);
        SchemaDocument.ordered(min, max, path + "/maxItems");
        List<?> first = words.containsKey("prefixItems") ? SchemaDocument.list(words, "prefixItems", path) : List.of();
        List<Expression> prefix = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            prefix.add(schema(first.get(i), path + "/prefixItems/" + i));
        }
        boolean closed = Boolean.FALSE.equals(words.get("items"));
        Expression item = !words.containsKey("items") ? JsonRules.VALUE
                : closed ? JsonRules.NULL : schema(words.get("items"), path + "/items");
        int most = closed ? Math.min(max, prefix.size()) : max;
        if (most < min) {
            throw new InvalidSchema(path + "/minItems", Integer.toString(min),
                    "at most " + most + ", as items is false");
        }
        return JsonRules.brackets(entries(prefix, 0, item, min, most));
    }

    /** The entries of a list from one on, with what separates them from those before. */
    private static Expression entries(List<Expression> prefix, int from, Expression item, int min, int max) {
        if (from >= prefix.size()) {
            int rest = max == Repeat.ANY_NUMBER ? max : Math.max(0, max - from);
            return from == 0 ? Expression.list(item, JsonRules.COMMA, min, max)
                    : new Repeat(JsonRules.COMMA.then(item), Math.max(0, min - from), rest);
        }
        if (from >= max) {
            return Expression.empty();
        }
        Expression here = from == 0 ? prefix.get(from) : JsonRules.COMMA.then(prefix.get(from));
        Expression all = here.then(entries(prefix, from + 1, item, min, max));
        return min > from ? all : Expression.optional(all);
    }

    private static Expression string(Map<String, @Nullable Object> words, String path) {
        int min = SchemaDocument.count(words, "minLength", path, 0);
        int max = SchemaDocument.count(words, "maxLength", path, Repeat.ANY_NUMBER);
        SchemaDocument.ordered(min, max, path + "/maxLength");
        boolean bounded = words.containsKey("minLength") || words.containsKey("maxLength");
        String pattern = text(words, "pattern", path);
        String format = text(words, "format", path);
        if ((pattern != null && format != null) || (bounded && (pattern != null || format != null))) {
            throw new InvalidSchema(path + (pattern != null ? "/pattern" : "/format"),
                    "given beside " + (pattern != null && format != null ? "format" : "a length"),
                    "one of pattern, format and minLength with maxLength; write the length into the pattern");
        }
        if (pattern != null) {
            return JsonRules.quoted(StringPattern.read(path + "/pattern", pattern));
        }
        if (format != null) {
            String known = StringFormats.PATTERNS.get(format);
            if (known == null) {
                throw new InvalidSchema(path + "/format", format,
                        "one of " + String.join(", ", StringFormats.PATTERNS.keySet()) + "; or a pattern");
            }
            return JsonRules.quoted(StringPattern.read(path + "/format", known));
        }
        return bounded ? JsonRules.quoted(new Repeat(JsonRules.CHARACTER, min, max)) : JsonRules.STRING;
    }

    private static @Nullable String text(Map<String, @Nullable Object> words, String word, String path) {
        Object value = words.get(word);
        if (value != null && !(value instanceof String)) {
            throw new InvalidSchema(path + "/" + word, "no text", "a text");
        }
        return (String) value;
    }

    private static Expression number(Map<String, @Nullable Object> words, String path, boolean whole) {
        Object step = words.get("multipleOf");
        if (step != null && !(whole && step instanceof BigDecimal one && one.compareTo(BigDecimal.ONE) == 0)) {
            throw new InvalidSchema(path + "/multipleOf", step.toString(),
                    "type integer for whole numbers; leave it out and check the answer");
        }
        NumberRange.Bound low = bound(words, "minimum", "exclusiveMinimum", path);
        NumberRange.Bound high = bound(words, "maximum", "exclusiveMaximum", path);
        if (low == null && high == null) {
            return whole ? JsonRules.INTEGER : JsonRules.NUMBER;
        }
        return whole ? NumberRange.integers(low, high) : NumberRange.numbers(low, high);
    }

    /** A bound; of an inner and an outer one the stricter. In older drafts the outer one is a flag. */
    private static NumberRange.@Nullable Bound bound(Map<String, @Nullable Object> words, String inner, String outer,
            String path) {
        Object first = words.get(inner);
        Object second = words.get(outer);
        if ((first != null && !(first instanceof BigDecimal))
                || (second != null && !(second instanceof BigDecimal) && !(second instanceof Boolean))) {
            throw new InvalidSchema(path + "/" + inner, "no number", "a number");
        }
        if (second instanceof Boolean open) {
            return first == null ? null : new NumberRange.Bound((BigDecimal) first, open);
        }
        if (second == null) {
            return first == null ? null : new NumberRange.Bound((BigDecimal) first, false);
        }
        BigDecimal open = (BigDecimal) second;
        int order = first == null ? 0 : ((BigDecimal) first).compareTo(open);
        boolean innerStricter = inner.equals("minimum") ? order > 0 : order < 0;
        return innerStricter ? new NumberRange.Bound((BigDecimal) Objects.requireNonNull(first), false)
                : new NumberRange.Bound(open, true);
    }

    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> words, String word) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(words);
        others.remove(word);
        return others;
    }

    /** A rule of its own for part of a schema. */
    Expression rule(String name, Expression what) {
        rules.put(name, what);
        return new Rule(name);
    }

    static Expression all(List<Expression> parts) {
        return new Sequence(parts);
    }
}
