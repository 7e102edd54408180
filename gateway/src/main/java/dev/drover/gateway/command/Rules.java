package dev.drover.gateway.command;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.rule.BuiltInRules;
import java.util.List;

/** Reads what verbs are told of deferral rules. */
final class Rules {

    private Rules() {}

    /** A rule's name. */
    static String named(String name) {
        try {
            return BuiltInRules.named(name).name();
        } catch (IllegalArgumentException unknown) {
            throw new Command.Misuse("--rules, " + unknown.getMessage());
        }
    }

    /** What {@code --leniency} lists; nothing where it is not there. */
    static List<Double> leniencies(Arguments arguments) {
        return arguments.text("leniency").isEmpty() ? List.of()
                : arguments.list("leniency", "", text -> Arguments.number("leniency", text, -2, 1_000));
    }

    /** A block length: a number or {@code adaptive}. */
    static Object gamma(String text) {
        if (text.equals("adaptive")) {
            return text;
        }
        if (!text.matches("\\d{1,2}") || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > CascadeOptions.LONGEST_BLOCK) {
            throw Arguments.wrong("gamma", text,
                    "a whole number from 1 to " + CascadeOptions.LONGEST_BLOCK + " or adaptive");
        }
        return Integer.valueOf(text);
    }
}
