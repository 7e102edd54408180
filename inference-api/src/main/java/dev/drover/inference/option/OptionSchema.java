package dev.drover.inference.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The options a catalogue entry takes.
 *
 * @param options in the order they are documented; names are unique
 */
public record OptionSchema(List<Option> options) {

    /** No options. */
    public static final OptionSchema NONE = new OptionSchema(List.of());

    /** Copies the list and refuses double names. */
    public OptionSchema {
        options = List.copyOf(options);
        if (options.stream().map(Option::name).distinct().count() != options.size()) {
            throw new IllegalArgumentException("options: a name occurs twice (expected: each once)");
        }
    }

    /** A schema of these options. */
    public static OptionSchema of(Option... options) {
        return new OptionSchema(List.of(options));
    }

    /**
     * Everything that is wrong with given values, each as {@code path.name: value (expected: ...)}.
     *
     * @param path where the values stand in their document
     * @param values by option name
     */
    public List<String> problems(String path, Map<String, ?> values) {
        List<String> problems = new ArrayList<>();
        values.forEach((name, value) -> {
            Option option = find(name);
            if (option == null) {
                problems.add(path + "." + name + ": unknown" + nearest(name));
            } else if (option.problem(value) != null) {
                problems.add(path + "." + name + ": " + option.problem(value));
            }
        });
        for (Option option : options) {
            if (option.otherwise() == null && !values.containsKey(option.name())) {
                problems.add(path + "." + option.name() + ": missing (expected: " + option.expected() + ")");
            }
        }
        return problems;
    }

    /**
     * The given values with defaults filled in.
     *
     * @throws IllegalArgumentException with every problem when the values do not fit
     */
    public Options resolve(Map<String, ?> values) {
        List<String> problems = problems("options", values);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Options(this, Map.copyOf(values));
    }

    @Nullable
    Option find(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst().orElse(null);
    }

    private String nearest(String name) {
        return Names.nearest(name, options.stream().map(Option::name).toList())
                .map(known -> " (expected: " + known + "?)")
                .orElse(" (expected: "
                        + (options.isEmpty() ? "no options"
                                : "one of " + String.join(", ",
                                        options.stream().map(Option::name).sorted(Comparator.naturalOrder()).toList()))
                        + ")");
    }
}
