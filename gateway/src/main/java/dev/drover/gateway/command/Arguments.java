package dev.drover.gateway.command;

import dev.drover.inference.option.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verb's arguments, taken apart: options {@code --name VALUE} or {@code --name=VALUE}, flags {@code --name}, and the
 * rest.
 *
 * @param values of options and flags by name, without dashes; a flag's is {@code true}
 * @param rest what is neither option nor flag, in order
 */
public record Arguments(Map<String, String> values, List<String> rest) {

    /** Copies what is given. */
    public Arguments {
        values = Map.copyOf(values);
        rest = List.copyOf(rest);
    }

    /**
     * Takes arguments apart.
     *
     * @param args as they were typed
     * @param options names that take a value
     * @param flags names that take none
     * @throws Command.Misuse when a name is unknown, occurs twice or lacks its value
     */
    public static Arguments of(List<String> args, Set<String> options, Set<String> flags) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--") || arg.equals("--")) {
                rest.add(arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String name = arg.substring(2, equals < 0 ? arg.length() : equals);
            @Nullable
            String value = equals < 0 ? null : arg.substring(equals + 1);
            if (flags.contains(name)) {
                if (value != null) {
                    throw wrong(name, value, "no value");
                }
                value = "true";
            } else if (!options.contains(name)) {
                throw unknown(name, options, flags);
            } else if (value == null) {
                if (i + 1 == args.size()) {
                    throw new Command.Misuse("--" + name + ": no value after it (expected: one)");
                }
                value = args.get(++i);
            }
            if (values.put(name, value) != null) {
                throw new Command.Misuse("--" + name + ": given twice (expected: once)");
            }
        }
        return new Arguments(values, rest);
    }

    private static Command.Misuse unknown(String name, Set<String> options, Set<String> flags) {
        Set<String> known = new TreeSet<>(options);
        known.addAll(flags);
        String expected = Names.nearest(name, known)
                .map(near -> "--" + near + "?")
                .orElse(known.isEmpty() ? "no options" : "one of --" + String.join(", --", known));
        return new Command.Misuse("--" + name + ": unknown (expected: " + expected + ")");
    }

    /** An option's value, if it was given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The value of an option that must be given.
     *
     * @throws Command.Misuse when it was not
     */
    public String required(String name) {
        return text(name)
                .orElseThrow(() -> new Command.Misuse("--" + name + ": missing (expected: it is always needed)"));
    }

    /** Whether a flag was given. */
    public boolean flag(String name) {
        return values.containsKey(name);
    }

    /**
     * A whole number.
     *
     * @throws Command.Misuse when it is none, or out of range
     */
    public int whole(String name, int otherwise, int min, int max) {
        String value = values.get(name);
        return value == null ? otherwise : whole(name, value, min, max);
    }

    /**
     * The whole number that a text stands for.
     *
     * @throws Command.Misuse when it is none, or out of range
     */
    static int whole(String name, String value, int min, int max) {
        if (value.matches("-?\\d{1,18}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max) {
            return Integer.parseInt(value);
        }
        throw wrong(name, value, "a whole number from " + min + " to " + max);
    }

    /**
     * The number that a text stands for.
     *
     * @throws Command.Misuse when it is none, or out of range
     */
    static double number(String name, String value, int min, int max) {
        if (value.matches("-?\\d{1,9}(\\.\\d{1,9})?") && Double.parseDouble(value) >= min
                && Double.parseDouble(value) <= max) {
            return Double.parseDouble(value);
        }
        throw wrong(name, value, "a number from " + min + " to " + max);
    }

    /** What stands between an option's commas, each read by itself. */
    <T> List<T> list(String name, String otherwise, Function<String, T> reading) {
        return Arrays.stream(text(name).orElse(otherwise).split(",", -1)).map(String::strip).map(reading).toList();
    }

    /** A value that does not do. */
    public static Command.Misuse wrong(String name, String value, String expected) {
        return new Command.Misuse("--" + name + ": " + value + " (expected: " + expected + ")");
    }

    /**
     * Refuses words that are no options.
     *
     * @throws Command.Misuse when there are any
     */
    public Arguments alone() {
        if (!rest.isEmpty()) {
            throw new Command.Misuse(rest.getFirst() + ": not expected here (expected: options alone)");
        }
        return this;
    }
}
