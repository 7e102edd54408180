package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
                        "a keyword that cannot be held to while an answer is written", "a schema without it; "
                                + Keywords.REFUSED.getOrDefault(word, "leave it out and check the answer"));
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
        List<?> values = words.containsKey("const") ? Collections.singletonList(words.get("const"))
                : SchemaDocument.list(words, "enum", path);
        for (String word : words.keySet()) {
            boolean settled = Keywords.ANNOTATIONS.contains(word)
                    || List.of("enum", "const", "type", "nullable", "not").contains(word);
            if (!settled || (word.equals("enum") && words.containsKey("const"))) {
                throw new InvalidSchema(path + "/" + word, "given beside the values themselves",
                        "the values that there are, alone; leave out those that " + word + " rules out");
            }
        }
        List<String> types = words.containsKey("type") ? SchemaDocument.types(words, path) : Keywords.TYPES;
        Negation negation = Negation.of(words, document, path);
        List<Expression> options = new ArrayList<>();
        for (Object value : values) {
            if (Disjointness.isOf(value, types) && !negation.excludes(value)) {
                options.add(JsonRules.exactly(value));
            }
        }
        if (options.isEmpty()) {
            throw new InvalidSchema(path + (words.containsKey("not") ? "/not" : "/type"), "none of the values",
                    "what one of the values is");
        }
        return new Choice(options);
    }

    private Expression typed(Map<String, @Nullable Object> words, String path) {
        Negation negation = Negation.of(words, document, path);
        List<Expression> options = new ArrayList<>();
        for (String type : negation.left(SchemaDocument.types(words, path), path)) {
            options.add(switch (type) {
                case "object" -> new ObjectRules(this, path).of(words);
                case "array" -> array(words, path);
                case "string" -> string(words, path, negation.texts());
                case "number", "integer" -> number(words, path, type.equals("integer"), negation.numbers());
                case "boolean" -> new Choice(Stream.of(true, false)
                        .filter(truth -> !negation.excludes(truth))
                        .map(JsonRules::exactly)
                        .toList());
                case "null" -> JsonRules.NULL;
                default -> throw new InvalidSchema(path + "/type", type, "one of " + Keywords.TYPES);
            });
        }
        return options.size() == 1 ? options.getFirst() : new Choice(options);
    }

    private Expression array(Map<String, @Nullable Object> words, String path) {
        int min = SchemaDocument.count(words, "minItems", path, 0);
        int max = SchemaDocument.count(words, "maxItems", path, Repeat.ANY_NUMBER);
        SchemaDocument.ordered(min, max, path + "/maxItems");
        boolean older = words.get("items") instanceof List;
        String firsts = older ? "items" : "prefixItems";
        String others = older ? "additionalItems" : "items";
        if (!older && words.containsKey("additionalItems")) {
            throw new InvalidSchema(path + "/additionalItems", "given beside no list of items", "items");
        }
        List<?> first = words.containsKey(firsts) ? SchemaDocument.list(words, firsts, path) : List.of();
        List<Expression> prefix = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            prefix.add(schema(first.get(i), path + "/" + firsts + "/" + i));
        }
        boolean closed = Boolean.FALSE.equals(words.get(others));
        Expression item = !words.containsKey(others) ? JsonRules.VALUE
                : closed ? JsonRules.NULL : schema(words.get(others), path + "/" + others);
        int most = closed ? Math.min(max, prefix.size()) : max;
        if (most < min) {
            throw new InvalidSchema(path + "/minItems", Integer.toString(min),
                    "at most " + most + ", as items is false");
        }
        if (Boolean.TRUE.equals(words.get("uniqueItems")) && most > 1) {
            return JsonRules.brackets(UniqueItems.entries(this, path,
                    prefix.isEmpty() ? values(words.get("items"), path + "/items") : null, min, most));
        }
        return JsonRules.brackets(entries(prefix, 0, item, min, most));
    }

    /** The values of a schema that lists them, or allows truths or null alone; null for any other. */
    private @Nullable List<@Nullable Object> values(@Nullable Object schema, String path) {
        if (!(schema instanceof Map)) {
            return null;
        }
        Map<String, @Nullable Object> words = document.followed(SchemaDocument.words(schema, path), path);
        List<@Nullable Object> values = new ArrayList<>();
        if (words.containsKey("const") || words.containsKey("enum")) {
            values.addAll(words.containsKey("const") ? Collections.singletonList(words.get("const"))
                    : SchemaDocument.list(words, "enum", path));
        } else if (List.of("boolean").equals(SchemaDocument.types(words, path))) {
            values.addAll(List.of(true, false));
        } else {
            return null;
        }
        Set<String> others = new HashSet<>(words.keySet());
        others.removeAll(Keywords.ANNOTATIONS);
        others.removeAll(Set.of("type", "not", "enum", "const"));
        Negation negation = Negation.of(words, document, path);
        List<String> types = words.containsKey("type") ? SchemaDocument.types(words, path) : Keywords.TYPES;
        values.removeIf(value -> !Disjointness.isOf(value, types) || negation.excludes(value));
        return others.isEmpty() ? values : null;
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

    private static Expression string(Map<String, @Nullable Object> words, String path, List<String> excluded) {
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
        if (!excluded.isEmpty()) {
            if (bounded || pattern != null || format != null) {
                throw new InvalidSchema(path + "/not", "texts beside a length, pattern or format",
                        "one of them; write what is ruled out into the pattern");
            }
            return JsonRules.nameBut(excluded);
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

    private Expression number(Map<String, @Nullable Object> words, String path, boolean whole,
            List<BigDecimal> excluded) {
        NumberRange.Range range = new NumberRange.Range(bound(words, "minimum", "exclusiveMinimum", path),
                bound(words, "maximum", "exclusiveMaximum", path));
        Object given = words.get("multipleOf");
        if (given != null && !(given instanceof BigDecimal)) {
            throw new InvalidSchema(path + "/multipleOf", given.toString(), "a number above 0");
        }
        BigDecimal step = given instanceof BigDecimal number && !(whole && number.compareTo(BigDecimal.ONE) == 0)
                ? number
                : null;
        if (step == null && excluded.isEmpty() && range.low() == null && range.high() == null) {
            return whole ? JsonRules.INTEGER : JsonRules.NUMBER;
        }
        List<NumberRange.Range> pieces = range.without(excluded);
        if (step != null) {
            return Multiples.of(step, whole, pieces, path, rules);
        }
        return new Choice(pieces.stream()
                .map(piece -> whole ? NumberRange.integers(piece.low(), piece.high())
                        : NumberRange.numbers(piece.low(), piece.high()))
                .toList());
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

    /** Whether there is a rule of a name. */
    boolean has(String name) {
        return rules.containsKey(name);
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
