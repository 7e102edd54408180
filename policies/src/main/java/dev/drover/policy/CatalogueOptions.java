package dev.drover.policy;

import dev.drover.inference.option.Names;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the options of what a document names from a catalogue. */
final class CatalogueOptions {

    private CatalogueOptions() {}

    /**
     * The keys of a mapping that nobody else asked for, as options of a catalogue's entry.
     *
     * @param fields the mapping
     * @param key the key that names the entry
     * @param entry the name; empty when it is not one
     * @param entries the catalogue
     */
    static Options read(Fields fields, String key, String entry, Map<String, OptionSchema> entries) {
        OptionSchema schema = entries.get(entry);
        if (schema == null) {
            if (!entry.isEmpty()) {
                fields.problem(key, "\"" + entry + "\" (expected: "
                        + Names.nearest(entry, entries.keySet()).map(name -> name + "?").orElse(oneOf(entries.keySet()))
                        + ")");
            }
            return new Options(OptionSchema.NONE, Map.of());
        }
        Set<String> allowed = new LinkedHashSet<>(fields.known());
        schema.options().stream().map(Option::name).forEach(allowed::add);
        Map<String, Object> values = new LinkedHashMap<>();
        fields.others().forEach((name, node) -> {
            if (!allowed.contains(name)) {
                fields.refuse(name, allowed);
            } else if (node instanceof Node.Scalar scalar && scalar.value() != null) {
                values.put(name, scalar.value());
            } else {
                fields.problem(name, node.describe() + " (expected: a number, a text, true or false)");
                values.remove(name);
            }
        });
        List<String> problems = schema.problems("", values);
        problems.forEach(problem -> {
            int end = problem.indexOf(": ");
            String name = problem.substring(1, end);
            if (!fields.others().containsKey(name) || values.containsKey(name)) {
                fields.problem(name, problem.substring(end + 2));
            }
        });
        return problems.isEmpty() ? schema.resolve(values) : new Options(schema, Map.of());
    }

    static String oneOf(Set<String> names) {
        return "one of " + String.join(", ", names.stream().sorted().toList());
    }
}
