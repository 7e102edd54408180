package dev.drover.herd.phrasing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A context-free grammar of phrases. A rule is a line {@code @name} and the lines below it, one of which is taken at
 * odds of its weight ({@code 3* text}, else 1). In a line
 * <ul>
 * <li>{@code {rule}} is a phrase of another rule, and {@code {rule other}} hands it a rule to use for {@code {*}};
 * <li>{@code <slot>} is a value the caller gives;
 * <li>{@code [one|two|]} is one of the parts at equal odds, here possibly nothing;
 * <li>{@code \n} is a line break.
 * </ul>
 * Lines that start with {@code #!} are remarks. Runs of blanks in the result become one blank. Immutable.
 */
public final class Grammar {

    private static final List<String> FILES = List.of("asking", "sums", "stories", "dates", "text", "code", "facts",
            "other", "envelope", "system");
    private static final Pattern BLANKS = Pattern.compile(" {2,}");
    private static final Grammar BUNDLED = load();

    private final Map<String, Rule> rules;

    private Grammar(Map<String, List<Line>> lines) {
        Map<String, Rule> built = new HashMap<>();
        lines.forEach((name, all) -> built.put(name, Rule.of(name, all)));
        this.rules = Map.copyOf(built);
    }

    private record Line(int weight, List<Symbol> symbols) {}

    /** Lines with the sums of their weights so far, in which a draw is looked up. */
    private record Rule(List<Line> lines, int[] sums) {
        static Rule of(String name, List<Line> lines) {
            int[] sums = new int[lines.size()];
            if (lines.isEmpty() || lines.stream().anyMatch(line -> line.weight < 1)) {
                throw new IllegalArgumentException("rule: " + name + " (expected: lines of weight 1 or more)");
            }
            int sum = 0;
            for (int at = 0; at < sums.length; at++) {
                sum += lines.get(at).weight;
                sums[at] = sum;
            }
            return new Rule(List.copyOf(lines), sums);
        }

        Line draw(Dice dice) {
            int found = Arrays.binarySearch(sums, dice.below(sums[sums.length - 1]) + 1);
            return lines.get(found < 0 ? -found - 1 : found);
        }
    }

    private sealed interface Symbol {}

    private record Literal(String text) implements Symbol {}

    private record Slot(String name) implements Symbol {}

    private record Call(String rule, @Nullable String argument) implements Symbol {}

    private record Argument() implements Symbol {}

    private record Choice(List<List<Symbol>> parts) implements Symbol {}

    /** The phrases of all task domains. */
    public static Grammar bundled() {
        return BUNDLED;
    }

    /**
     * Reads a grammar.
     *
     * @throws IllegalArgumentException if a rule is defined twice, is empty or leads back to itself, a called rule is
     *         missing, a bracket is open, or a line stands before the first rule
     */
    static Grammar parse(List<String> lines) {
        Map<String, List<Line>> rules = new HashMap<>();
        List<Line> current = new ArrayList<>();
        for (String raw : lines) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#!")) {
                continue;
            }
            if (line.startsWith("@")) {
                current = new ArrayList<>();
                if (rules.put(line.substring(1), current) != null) {
                    throw new IllegalArgumentException("rule: " + line + " (expected: defined once)");
                }
            } else if (rules.isEmpty()) {
                throw new IllegalArgumentException("line: " + line + " (expected: a rule, @name, before it)");
            } else {
                current.add(line(line));
            }
        }
        Grammar grammar = new Grammar(rules);
        Set<String> checked = new HashSet<>();
        rules.keySet().forEach(name -> grammar.check(name, new LinkedHashSet<>(), checked));
        return grammar;
    }

    private static Grammar load() {
        List<String> lines = new ArrayList<>();
        for (String file : FILES) {
            lines.addAll(Resource.lines(file + ".txt"));
        }
        return parse(lines);
    }

    private static Line line(String text) {
        int star = text.indexOf("* ");
        if (star > 0 && text.substring(0, star).chars().allMatch(Character::isDigit)) {
            return new Line(Integer.parseInt(text.substring(0, star)), symbols(text.substring(star + 2)));
        }
        return new Line(1, symbols(text));
    }

    private static List<Symbol> symbols(String text) {
        List<Symbol> symbols = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == '{' || sign == '<' || sign == '[') {
                int end = closing(text, at);
                flush(literal, symbols);
                symbols.add(symbol(sign, text.substring(at + 1, end)));
                at = end + 1;
            } else if (text.startsWith("\\n", at)) {
                literal.append('\n');
                at += 2;
            } else {
                literal.append(sign);
                at++;
            }
        }
        flush(literal, symbols);
        return List.copyOf(symbols);
    }

    private static void flush(StringBuilder literal, List<Symbol> symbols) {
        if (!literal.isEmpty()) {
            symbols.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static Symbol symbol(char opening, String inside) {
        if (opening == '<') {
            return new Slot(inside);
        }
        if (opening == '[') {
            return new Choice(parts(inside).stream().map(Grammar::symbols).toList());
        }
        if (inside.equals("*")) {
            return new Argument();
        }
        int blank = inside.indexOf(' ');
        return blank < 0 ? new Call(inside, null) : new Call(inside.substring(0, blank), inside.substring(blank + 1));
    }

    private static int closing(String text, int from) {
        char opening = text.charAt(from);
        char close = opening == '{' ? '}' : opening == '<' ? '>' : ']';
        int depth = 0;
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == opening) {
                depth++;
            } else if (text.charAt(at) == close && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("line: " + text + " (expected: a closing " + close + ")");
    }

    private static List<String> parts(String inside) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < inside.length(); at++) {
            char sign = inside.charAt(at);
            if (sign == '[') {
                depth++;
            } else if (sign == ']') {
                depth--;
            } else if (sign == '|' && depth == 0) {
                parts.add(inside.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(inside.substring(start));
        return parts;
    }

    /** Every rule that is called exists, and none leads back to one of those that led to it. */
    private void check(String name, Set<String> path, Set<String> checked) {
        if (!path.add(name)) {
            throw new IllegalArgumentException(
                    "rule: " + name + " (expected: none that leads to itself by " + path + ")");
        }
        if (checked.add(name)) {
            rule(name).lines.forEach(line -> calls(line.symbols).forEach(called -> check(called, path, checked)));
        }
        path.remove(name);
    }

    private static Stream<String> calls(List<Symbol> symbols) {
        return symbols.stream().flatMap(symbol -> switch (symbol) {
            case Call(String rule, String argument) when argument != null && !argument.equals("*") ->
                Stream.of(rule, argument);
            case Call call -> Stream.of(call.rule);
            case Choice choice -> choice.parts.stream().flatMap(Grammar::calls);
            case Literal literal -> Stream.empty();
            case Slot slot -> Stream.empty();
            case Argument none -> Stream.empty();
        });
    }

    private Rule rule(String name) {
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("rule: " + name + " (expected: one of " + rules.keySet() + ")");
        }
        return rule;
    }

    /** How many lines a rule has. */
    public int size(String rule) {
        return rule(rule).lines.size();
    }

    /** How many different phrases a rule makes, slots left open: the number of paths through the grammar. */
    public double phrases(String rule) {
        return phrases(rule(rule).lines, null);
    }

    private double phrases(List<Line> lines, @Nullable String argument) {
        return lines.stream().mapToDouble(line -> paths(line.symbols, argument)).sum();
    }

    private double paths(List<Symbol> symbols, @Nullable String argument) {
        double product = 1;
        for (Symbol symbol : symbols) {
            product *= switch (symbol) {
                case Literal literal -> 1;
                case Slot slot -> 1;
                case Argument none -> argument == null ? 1 : phrases(rule(argument).lines, null);
                case Call call -> phrases(rule(call.rule).lines, passed(call, argument));
                case Choice choice -> choice.parts.stream().mapToDouble(part -> paths(part, argument)).sum();
            };
        }
        return product;
    }

    private static @Nullable String passed(Call call, @Nullable String argument) {
        return call.argument != null && call.argument.equals("*") ? argument : call.argument;
    }

    /** A phrase of a rule, its line drawn at the odds of the weights. */
    public String phrase(String rule, Dice dice, Map<String, String> slots) {
        return tidy(expand(rule(rule).draw(dice), new Expansion(dice, slots), null));
    }

    /** A phrase of one line of a rule, for tasks whose content is the wording itself. */
    public String phrase(String rule, int line, Dice dice, Map<String, String> slots) {
        return tidy(expand(rule(rule).lines.get(line), new Expansion(dice, slots), null));
    }

    private static String tidy(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }

    private record Expansion(Dice dice, Map<String, String> slots) {
        String slot(String name) {
            String value = slots.get(name);
            if (value == null) {
                throw new IllegalArgumentException("slot: " + name + " (expected: one of " + slots.keySet() + ")");
            }
            return value;
        }
    }

    private String expand(Line line, Expansion expansion, @Nullable String argument) {
        StringBuilder text = new StringBuilder();
        append(line.symbols, expansion, argument, text);
        return text.toString();
    }

    private void append(List<Symbol> symbols, Expansion expansion, @Nullable String argument, StringBuilder text) {
        for (Symbol symbol : symbols) {
            switch (symbol) {
                case Literal literal -> text.append(literal.text);
                case Slot slot -> text.append(expansion.slot(slot.name));
                case Argument none -> {
                    if (argument == null) {
                        throw new IllegalArgumentException("{*}: nothing (expected: a rule handed to this one)");
                    }
                    text.append(expand(rule(argument).draw(expansion.dice), expansion, null));
                }
                case Call call ->
                    text.append(expand(rule(call.rule).draw(expansion.dice), expansion, passed(call, argument)));
                case Choice choice -> append(expansion.dice.pick(choice.parts), expansion, argument, text);
            }
        }
    }
}
