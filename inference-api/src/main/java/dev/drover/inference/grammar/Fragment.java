package dev.drover.inference.grammar;

import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Literal;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import dev.drover.inference.grammar.Expression.Until;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A rule as a non-deterministic automaton over bytes and calls of rules (Thompson's construction). A call stands for the
 * rule's texts that are not empty; where the rule has the empty text too, an edge without a label leads past the call.
 */
final class Fragment {

    /** An edge over the bytes {@code low} to {@code high}, or, if {@code low} is -1, over a call of rule {@code high}. */
    record Edge(int low, int high, int target) {}

    private static final int CALL = -1;

    private final String rule;
    private final ToIntFunction<String> numbers;
    private final Predicate<String> nullable;
    private final int most;
    private final List<List<Edge>> edges = new ArrayList<>();
    private final List<List<Integer>> jumps = new ArrayList<>();
    private final int start;
    private final int end;

    /**
     * Builds one.
     *
     * @param rule the rule's name, for messages
     * @param what its texts
     * @param numbers of rules by their names
     * @param nullable whether a rule has the empty text
     * @param most how many states there may be
     * @throws InvalidGrammar when there are more
     */
    Fragment(String rule, Expression what, ToIntFunction<String> numbers, Predicate<String> nullable, int most) {
        this.rule = rule;
        this.numbers = numbers;
        this.nullable = nullable;
        this.most = most;
        this.start = state();
        this.end = state();
        add(what, start, end);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int size() {
        return edges.size();
    }

    List<Edge> edges(int state) {
        return edges.get(state);
    }

    List<Integer> jumps(int state) {
        return jumps.get(state);
    }

    private int state() {
        if (edges.size() >= most) {
            throw new InvalidGrammar("rule " + rule + ": more than " + most
                    + " states (expected: fewer); repeat less often, or choose among fewer texts");
        }
        edges.add(new ArrayList<>(1));
        jumps.add(new ArrayList<>(1));
        return edges.size() - 1;
    }

    private void add(Expression what, int from, int to) {
        switch (what) {
            case Literal literal -> literal(literal.text().getBytes(StandardCharsets.UTF_8), from, to);
            case OneOf one -> one.characters()
                    .ranges()
                    .forEach(range -> Utf8Ranges.cut(range.first(), range.last(),
                            (low, high) -> bytes(low, high, from, to)));
            case Sequence sequence -> sequence(sequence.parts(), from, to);
            case Choice choice -> choice.options().forEach(option -> {
                int inside = state();
                jumps.get(from).add(inside);
                add(option, inside, to);
            });
            case Repeat repeat -> repeat(repeat, from, to);
            case Rule call -> {
                edges.get(from).add(new Edge(CALL, numbers.applyAsInt(call.name()), to));
                if (nullable.test(call.name())) {
                    jumps.get(from).add(to);
                }
            }
            case Until until -> until(until, from, to);
        }
    }

    private void literal(byte[] bytes, int from, int to) {
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i] & 0xFF);
        if (values.length == 0) {
            jumps.get(from).add(to);
        } else {
            bytes(values, values, from, to);
        }
    }

    private void bytes(int[] low, int[] high, int from, int to) {
        int at = from;
        for (int i = 0; i < low.length; i++) {
            int next = i == low.length - 1 ? to : state();
            edges.get(at).add(new Edge(low[i], high[i], next));
            at = next;
        }
    }

    private void sequence(List<Expression> parts, int from, int to) {
        int at = from;
        for (Expression part : parts) {
            int next = state();
            add(part, at, next);
            at = next;
        }
        jumps.get(at).add(to);
    }

    private void repeat(Repeat repeat, int from, int to) {
        int at = from;
        for (int i = 0; i < repeat.min(); i++) {
            int next = state();
            add(repeat.what(), at, next);
            at = next;
        }
        if (repeat.max() == Repeat.ANY_NUMBER) {
            int loop = state();
            jumps.get(at).add(loop);
            add(repeat.what(), loop, loop);
            jumps.get(loop).add(to);
            return;
        }
        for (int i = repeat.min(); i < repeat.max(); i++) {
            jumps.get(at).add(to);
            int next = state();
            add(repeat.what(), at, next);
            at = next;
        }
        jumps.get(at).add(to);
    }

    /** The automaton of Knuth, Morris and Pratt: a state says how much of the mark the text ends with. */
    private void until(Until until, int from, int to) {
        byte[] mark = until.mark().getBytes(StandardCharsets.UTF_8);
        int[] states = new int[mark.length];
        Arrays.setAll(states, i -> state());
        jumps.get(from).add(states[0]);
        for (int matched = 0; matched < mark.length; matched++) {
            if (!until.closed()) {
                jumps.get(states[matched]).add(to);
            }
            for (int value = 0; value < 256; value++) {
                int next = ending(mark, matched, (byte) value);
                if (next < mark.length) {
                    edges.get(states[matched]).add(new Edge(value, value, states[next]));
                } else if (until.closed()) {
                    edges.get(states[matched]).add(new Edge(value, value, to));
                }
            }
        }
    }

    /** How many of the mark's first bytes its first {@code matched} bytes and one more end with. */
    private static int ending(byte[] mark, int matched, byte next) {
        byte[] text = Arrays.copyOf(mark, matched + 1);
        text[matched] = next;
        for (int length = matched + 1; length > 0; length--) {
            if (Arrays.equals(text, matched + 1 - length, matched + 1, mark, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
