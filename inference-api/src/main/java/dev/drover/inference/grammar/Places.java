package dev.drover.inference.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A grammar's pushdown automaton, made deterministic as it is walked.
 *
 * <p>
 * A place is what can be told of the text so far: an Earley set, whose items are each a state of a rule and the place where
 * that rule began. As an item names the place itself, not its position in the text, two texts that can go on alike, in
 * callers that can go on alike, are at the very same place. So within a string, or after each entry of a list, one comes
 * back to places that are known, and a step along a byte is a look into a table. Only nesting makes new places, and
 * {@link #DEEPEST} bounds that.
 *
 * <p>
 * When an item's state ends its rule, the items of the place where the rule began that were waiting for it go on (Earley's
 * completion); rules have no empty texts here, so that place is always an earlier one. Items from which nothing leads on
 * are left out. Place 0 is outside of everything: an item that began there and ends its rule ends the whole.
 *
 * <p>
 * Not thread-safe.
 */
final class Places {

    /** How many rules may be open within one another; a text that nests deeper is not of the grammar. */
    static final int DEEPEST = 512;

    /** The place from which no text leads on. */
    static final int NOWHERE = -1;

    private static final int UNKNOWN = -2;

    private final Grammar grammar;
    private final StateTable states;
    private final int most;
    private final List<Place> places = new ArrayList<>();
    private final Map<Kernel, Integer> known = new HashMap<>();
    private final int begin;

    /** Items as {@code state << 32 | place where its rule began}, sorted, and whether the whole may end. */
    private record Kernel(long[] items, boolean ends) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Kernel kernel && ends == kernel.ends && Arrays.equals(items, kernel.items);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(items) + Boolean.hashCode(ends);
        }
    }

    /** A place: its kernel, the same with the rules that it calls, and where each class of bytes leads. */
    private record Place(Kernel kernel, long[] items, int[] next, int depth) {}

    /**
     * Begins with the place before any text.
     *
     * @param most how many places there may be
     */
    Places(Grammar grammar, int most) {
        this.grammar = grammar;
        this.states = grammar.states();
        this.most = most;
        place(new Kernel(new long[0], true));
        this.begin = place(new Kernel(new long[] {item(grammar.start(grammar.root()), 0)}, grammar.empty()));
    }

    /** The place before any text. */
    int begin() {
        return begin;
    }

    /** How many there are by now. */
    int size() {
        return places.size();
    }

    /** The place at which a state is, when nothing is known of what called its rule; the rule's end is the whole's. */
    int alone(int state) {
        return place(new Kernel(new long[] {item(state, 0)}, false));
    }

    /** Whether the text may end here. */
    boolean ends(int place) {
        return places.get(place).kernel().ends();
    }

    /** Whether the text may go on here. */
    boolean goesOn(int place) {
        return places.get(place).items().length > 0;
    }

    /** The states in which rules are here, those left out that are only called from here. */
    int[] states(int place) {
        return Arrays.stream(places.get(place).kernel().items()).mapToInt(Places::state).distinct().toArray();
    }

    /**
     * The place that a byte leads to; {@link #NOWHERE} if the text cannot go on with it.
     *
     * @throws InvalidGrammar when there are too many places
     */
    int next(int place, byte value) {
        int byteClass = states.classOf(value);
        int[] next = places.get(place).next();
        if (next[byteClass] == UNKNOWN) {
            next[byteClass] = step(place, byteClass);
        }
        return next[byteClass];
    }

    /** The place that a text leads to. */
    int next(int place, byte[] text) {
        int at = place;
        for (int i = 0; i < text.length && at != NOWHERE; i++) {
            at = next(at, text[i]);
        }
        return at;
    }

    private int step(int place, int byteClass) {
        Step step = new Step();
        for (long item : places.get(place).items()) {
            int target = states.next(state(item), byteClass);
            if (target >= 0) {
                step.add(target, origin(item));
            }
        }
        return step.place();
    }

    private int place(Kernel kernel) {
        Integer old = known.get(kernel);
        if (old != null) {
            return old;
        }
        int depth = 0;
        for (long item : kernel.items()) {
            depth = Math.max(depth, places.get(origin(item)).depth() + 1);
        }
        if (depth > DEEPEST) {
            return NOWHERE;
        }
        if (places.size() >= most) {
            throw new InvalidGrammar("grammar: has more than " + most
                    + " places that must be told apart (expected: fewer); nest less, or let its choices begin differently");
        }
        int number = places.size();
        known.put(kernel, number);
        int[] next = new int[states.classes()];
        Arrays.fill(next, UNKNOWN);
        places.add(new Place(kernel, closed(kernel.items(), number), next, depth));
        return number;
    }

    /** Items with the beginnings of all rules that they call here. */
    private long[] closed(long[] kernel, int place) {
        List<Long> items = new ArrayList<>();
        Set<Integer> called = new HashSet<>();
        for (long item : kernel) {
            items.add(item);
        }
        for (int i = 0; i < items.size(); i++) {
            for (int rule : states.calls(state(items.get(i)))) {
                if (called.add(rule)) {
                    items.add(item(grammar.start(rule), place));
                }
            }
        }
        return items.stream().mapToLong(item -> item).toArray();
    }

    private static long item(int state, int origin) {
        return (long) state << 32 | origin;
    }

    private static int state(long item) {
        return (int) (item >>> 32);
    }

    private static int origin(long item) {
        return (int) item;
    }

    /** The items that a byte leads to. */
    private final class Step {

        private final Set<Long> seen = new HashSet<>();
        private boolean ends;

        void add(int state, int origin) {
            if (!seen.add(item(state, origin)) || !states.accepting(state)) {
                return;
            }
            if (origin == 0) {
                ends = true;
            }
            int rule = states.rule(state);
            for (long caller : places.get(origin).items()) {
                int after = states.afterCall(state(caller), rule);
                if (after >= 0) {
                    add(after, origin(caller));
                }
            }
        }

        int place() {
            long[] items = seen.stream()
                    .filter(item -> states.goesOn(state(item)))
                    .mapToLong(item -> item)
                    .sorted()
                    .toArray();
            return items.length == 0 && !ends ? NOWHERE : Places.this.place(new Kernel(items, ends));
        }
    }
}
