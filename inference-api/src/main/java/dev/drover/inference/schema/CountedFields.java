package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of which so many must be there, or some only with others. A rule stands for the fields from one
 * on, how many were written, and which of those that others depend on. Of additional fields only one is sure to have a name of
 * its own, so no more than one counts towards the least number.
 */
final class CountedFields {

    private static final int MOST_INVOLVED = 8;
    private static final int MOST_RULES = 4096;

    private final SchemaRules schemas;
    private final String path;
    private final List<ObjectRules.Field> fields;
    private final @Nullable Expression additional;
    private final int min;
    private final int max;
    private final List<String> involved;
    private final Map<String, List<String>> dependents;
    private final Map<String, @Nullable Expression> known = new HashMap<>();

    /**
     * Fields of an object.
     *
     * @param schemas to which rules are added
     * @param path the schema's
     * @param fields in the order in which they are written
     * @param additional one of no such name; null for none
     * @param range how many there must be at least and may be at most
     * @param dependents which must be there beside another
     */
    CountedFields(SchemaRules schemas, String path, List<ObjectRules.Field> fields, @Nullable Expression additional,
            int[] range, Map<String, List<String>> dependents) {
        this.schemas = schemas;
        this.path = path;
        this.fields = fields;
        this.additional = additional;
        this.min = range[0];
        this.max = range[1];
        this.dependents = dependents;
        Set<String> names = new HashSet<>(dependents.keySet());
        dependents.values().forEach(names::addAll);
        this.involved = fields.stream().map(ObjectRules.Field::name).filter(names::contains).toList();
        if (involved.size() > MOST_INVOLVED) {
            throw new InvalidSchema(path + "/dependentRequired", involved.size() + " fields",
                    "at most " + MOST_INVOLVED + " that depend on one another");
        }
    }

    /** What stands between the braces. */
    Expression all() {
        Expression all = from(0, 0, 0);
        if (all == null) {
            throw new InvalidSchema(path, "no object that has enough fields and not too many",
                    "minProperties, maxProperties, required and dependentRequired that agree");
        }
        return all;
    }

    /** The fields from one on; null where they cannot be such that all is well. */
    private @Nullable Expression from(int index, int count, int present) {
        int counted = max == Repeat.ANY_NUMBER ? Math.min(count, Math.max(1, min)) : count;
        String name = path + "/fields " + index + " " + counted + " " + present;
        if (!known.containsKey(name)) {
            if (known.size() == MOST_RULES) {
                throw new InvalidSchema(path, "more than " + MOST_RULES + " ways to count fields", "fewer fields");
            }
            List<Expression> options = index == fields.size() ? end(counted, present) : next(index, counted, present);
            known.put(name, options.isEmpty() ? null : schemas.rule(name, new Choice(options)));
        }
        return known.get(name);
    }

    private List<Expression> next(int index, int count, int present) {
        ObjectRules.Field field = fields.get(index);
        List<Expression> options = new ArrayList<>();
        int place = involved.indexOf(field.name());
        Expression with = count == max ? null : from(index + 1, count + 1, place < 0 ? present : present | 1 << place);
        if (with != null) {
            options.add((count == 0 ? field.text() : JsonRules.COMMA.then(field.text())).then(with));
        }
        Expression without = field.required() ? null : from(index + 1, count, present);
        if (without != null) {
            options.add(without);
        }
        return options;
    }

    private List<Expression> end(int count, int present) {
        List<Expression> options = new ArrayList<>();
        if (!settled(present)) {
            return options;
        }
        if (count >= min) {
            options.add(Expression.empty());
        }
        if (additional != null && count < max && count + 1 >= min) {
            int most = max == Repeat.ANY_NUMBER ? max : max - count;
            options.add(count == 0 ? Expression.list(additional, JsonRules.COMMA, 1, most)
                    : new Repeat(JsonRules.COMMA.then(additional), 1, most));
        }
        return options;
    }

    private boolean settled(int present) {
        return dependents.entrySet()
                .stream()
                .filter(entry -> has(present, entry.getKey()))
                .allMatch(entry -> entry.getValue().stream().allMatch(name -> has(present, name)));
    }

    private boolean has(int present, String name) {
        int place = involved.indexOf(name);
        return place >= 0 && (present >> place & 1) == 1;
    }
}
