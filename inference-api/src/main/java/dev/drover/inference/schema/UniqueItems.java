package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of which no two entries are equal: of a few values, with a rule for each set of those that were written. */
final class UniqueItems {

    private static final int MOST_VALUES = 8;

    private final SchemaRules schemas;
    private final String path;
    private final List<@Nullable Object> values;
    private final int min;
    private final int max;

    private UniqueItems(SchemaRules schemas, String path, List<@Nullable Object> values, int min, int max) {
        this.schemas = schemas;
        this.path = path;
        this.values = values;
        this.min = min;
        this.max = max;
    }

    /**
     * What stands between the brackets.
     *
     * @param given what an entry may be; null where that is more than some values
     * @throws InvalidSchema when entries are not of a few values, or there are too few
     */
    static Expression entries(SchemaRules schemas, String path, @Nullable List<@Nullable Object> given, int min,
            int max) {
        if (given == null || given.size() > MOST_VALUES || given.stream().anyMatch(UniqueItems::structured)) {
            throw new InvalidSchema(path + "/uniqueItems", "true", "entries of an enum of at most " + MOST_VALUES
                    + " texts, numbers, truths or null, for else all that was written must be remembered; leave it out and "
                    + "check the answer");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : given) {
            Object plain = value instanceof BigDecimal number ? number.stripTrailingZeros() : value;
            if (!values.contains(plain)) {
                values.add(plain);
            }
        }
        if (min > values.size()) {
            throw new InvalidSchema(path + "/minItems", Integer.toString(min),
                    "at most " + values.size() + ", the number of values, as uniqueItems is true");
        }
        return new UniqueItems(schemas, path, values, min, Math.min(max, values.size())).rest(0);
    }

    private static boolean structured(@Nullable Object value) {
        return value instanceof List || value instanceof java.util.Map;
    }

    private Expression rest(int written) {
        int count = Integer.bitCount(written);
        if (count == max) {
            return Expression.empty();
        }
        String name = path + "/uniqueItems " + written;
        if (schemas.has(name)) {
            return new Expression.Rule(name);
        }
        List<Expression> options = new ArrayList<>();
        if (count >= min) {
            options.add(Expression.empty());
        }
        for (int i = 0; i < values.size(); i++) {
            if ((written >> i & 1) == 0) {
                Object value = values.get(i);
                Expression text = value instanceof BigDecimal number ? Expression.text(number.toPlainString())
                        : JsonRules.exactly(value);
                options.add((count == 0 ? text : JsonRules.COMMA.then(text)).then(rest(written | 1 << i)));
            }
        }
        return schemas.rule(name, new Choice(options));
    }
}
