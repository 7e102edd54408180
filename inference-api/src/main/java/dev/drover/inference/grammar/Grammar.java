package dev.drover.inference.grammar;

import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Literal;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import dev.drover.inference.grammar.Expression.Until;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A grammar compiled to one deterministic automaton a rule, over bytes of UTF-8 and calls of rules. Rules may call one
 * another in any way, also themselves and first of all; what cannot be is a rule that never comes to an end. Immutable.
 */
public final class Grammar {

    /** How many rules a grammar may have. */
    public static final int MOST_RULES = 10_000;

    /** How many states all its rules together may have. */
    public static final int MOST_STATES = 200_000;

    private final StateTable states;
    private final int[] starts;
    private final int root;
    private final boolean empty;

    private Grammar(StateTable states, int[] starts, int root, boolean empty) {
        this.states = states;
        this.starts = starts;
        this.root = root;
        this.empty = empty;
    }

    /**
     * Compiles a grammar of one expression.
     *
     * @throws InvalidGrammar when it cannot be used
     */
    public static Grammar of(Expression root) {
        return of(Map.of("root", root), "root");
    }

    /**
     * Compiles a grammar.
     *
     * @param rules by their names; those that the root does not reach do not count
     * @param root the rule that the whole text is of
     * @throws InvalidGrammar when a rule is missing, never ends, or the whole is too large
     */
    public static Grammar of(Map<String, Expression> rules, String root) {
        Map<String, Expression> reached = reached(rules, root);
        Set<String> ending = fixpoint(reached, Grammar::ends);
        reached.keySet()
                .stream()
                .filter(name -> !ending.contains(name))
                .reduce((first, last) -> last)
                .ifPresent(name -> {
                    throw new InvalidGrammar(
                            "rule " + name + ": has no text that ends (expected: a choice without the rule "
                                    + "itself, or with a character that there is); add one");
                });
        Set<String> nullable = fixpoint(reached, Grammar::nullable);
        List<String> names = List.copyOf(reached.keySet());
        Map<String, Integer> numbers = new LinkedHashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        StateTable states = new StateTable(MOST_STATES);
        int[] starts = new int[names.size()];
        for (int i = 0; i < starts.length; i++) {
            String name = names.get(i);
            starts[i] = states.add(name, i, new Fragment(name, Objects.requireNonNull(reached.get(name)), numbers::get,
                    nullable::contains, 4 * MOST_STATES));
        }
        states.seal();
        return new Grammar(states, starts, names.indexOf(root), nullable.contains(root));
    }

    StateTable states() {
        return states;
    }

    /** The state in which a rule begins. */
    int start(int rule) {
        return starts[rule];
    }

    /** The rule of the whole text. */
    int root() {
        return root;
    }

    /** Whether the empty text is one of its texts. */
    boolean empty() {
        return empty;
    }

    private static Map<String, Expression> reached(Map<String, Expression> rules, String root) {
        Map<String, Expression> reached = new LinkedHashMap<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(root));
        String caller = null;
        while (!waiting.isEmpty()) {
            String name = waiting.pop();
            if (reached.containsKey(name)) {
                continue;
            }
            Expression what = rules.get(name);
            if (what == null) {
                throw new InvalidGrammar("rule " + name + ": missing (expected: a rule of that name"
                        + (caller == null ? ", where the text begins" : "") + "); write it, or mend the name");
            }
            caller = name;
            reached.put(name, what);
            if (reached.size() > MOST_RULES) {
                throw new InvalidGrammar(
                        "rule " + name + ": one too many (expected: at most " + MOST_RULES + " rules)");
            }
            calls(what, waiting::push);
        }
        return reached;
    }

    private static void calls(Expression what, Consumer<String> taker) {
        switch (what) {
            case Rule rule -> taker.accept(rule.name());
            case Sequence sequence -> sequence.parts().forEach(part -> calls(part, taker));
            case Choice choice -> choice.options().forEach(option -> calls(option, taker));
            case Repeat repeat -> calls(repeat.what(), taker);
            case Literal literal -> {
                // calls nothing
            }
            case OneOf one -> {
                // calls nothing
            }
            case Until until -> {
                // calls nothing
            }
        }
    }

    /** The rules for which a property holds that holds for a rule because it holds for others. */
    private static Set<String> fixpoint(Map<String, Expression> rules, Property property) {
        Set<String> holding = new HashSet<>();
        Map<String, Expression> open = new LinkedHashMap<>(rules);
        boolean changed = true;
        while (changed) {
            changed = open.entrySet()
                    .removeIf(rule -> property.holds(rule.getValue(), holding::contains) && holding.add(rule.getKey()));
        }
        return holding;
    }

    /** A property of an expression, given the rules that are known to have it. */
    @FunctionalInterface
    private interface Property {

        boolean holds(Expression what, Predicate<String> rules);
    }

    private static boolean ends(Expression what, Predicate<String> rules) {
        return switch (what) {
            case Literal literal -> true;
            case OneOf one -> !one.characters().isEmpty();
            case Sequence sequence -> sequence.parts().stream().allMatch(part -> ends(part, rules));
            case Choice choice -> choice.options().stream().anyMatch(option -> ends(option, rules));
            case Repeat repeat -> repeat.min() == 0 || ends(repeat.what(), rules);
            case Rule rule -> rules.test(rule.name());
            case Until until -> true;
        };
    }

    private static boolean nullable(Expression what, Predicate<String> rules) {
        return switch (what) {
            case Literal literal -> literal.text().isEmpty();
            case OneOf one -> false;
            case Sequence sequence -> sequence.parts().stream().allMatch(part -> nullable(part, rules));
            case Choice choice -> choice.options().stream().anyMatch(option -> nullable(option, rules));
            case Repeat repeat -> repeat.min() == 0 || nullable(repeat.what(), rules);
            case Rule rule -> rules.test(rule.name());
            case Until until -> !until.closed();
        };
    }
}
