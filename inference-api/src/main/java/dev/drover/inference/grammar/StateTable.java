package dev.drover.inference.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The states of all rules' deterministic automata, numbered from 0. Every state can still come to its rule's end. Bytes
 * that no state tells apart are one class.
 */
final class StateTable {

    /** A state: the rule it is of, whether the rule may end here, and where bytes and calls lead. */
    private record State(int rule, boolean accepting, int[] low, int[] high, int[] targets, int[] calls,
            int[] callTargets) {}

    /** Some states of a {@link Fragment}; equal where they are the same. */
    private record Subset(int[] members) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Subset subset && Arrays.equals(members, subset.members);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(members);
        }
    }

    private final int most;
    private final List<State> states = new ArrayList<>();
    private final BitSet borders = new BitSet();
    private final int[] classOf = new int[256];
    private int[] samples = {};

    StateTable(int most) {
        this.most = most;
    }

    /** Adds a rule's states; returns the first. Some text of the rule must come to an end. */
    int add(String name, int rule, Fragment fragment) {
        return new Subsets(name, rule, fragment).add();
    }

    /** To be called when all rules are added. */
    void seal() {
        borders.set(0);
        samples = borders.stream().filter(border -> border < 256).toArray();
        for (int one = 0; one < samples.length; one++) {
            Arrays.fill(classOf, samples[one], one + 1 < samples.length ? samples[one + 1] : 256, one);
        }
    }

    int size() {
        return states.size();
    }

    /** The number of classes of bytes. */
    int classes() {
        return samples.length;
    }

    /** The class of a byte. */
    int classOf(byte value) {
        return classOf[value & 0xFF];
    }

    int rule(int state) {
        return states.get(state).rule();
    }

    /** Whether the state's rule may end in it. */
    boolean accepting(int state) {
        return states.get(state).accepting();
    }

    /** Whether anything leads out of a state. */
    boolean goesOn(int state) {
        return states.get(state).targets().length > 0 || states.get(state).calls().length > 0;
    }

    /** Where a class of bytes leads; -1 for nowhere. */
    int next(int state, int byteClass) {
        State from = states.get(state);
        int value = samples[byteClass];
        for (int i = 0; i < from.low().length; i++) {
            if (from.low()[i] <= value && value <= from.high()[i]) {
                return from.targets()[i];
            }
        }
        return -1;
    }

    /** The rules that may be called in a state. */
    int[] calls(int state) {
        return states.get(state).calls();
    }

    /** Where a call of a rule leads; -1 for nowhere. */
    int afterCall(int state, int rule) {
        State from = states.get(state);
        for (int i = 0; i < from.calls().length; i++) {
            if (from.calls()[i] == rule) {
                return from.callTargets()[i];
            }
        }
        return -1;
    }

    /** The subset construction over one rule. */
    private final class Subsets {

        private final String name;
        private final int rule;
        private final Fragment fragment;
        private final Map<Subset, Integer> known = new HashMap<>();
        private final List<Subset> all = new ArrayList<>();
        private final List<NavigableMap<Integer, Integer>> steps = new ArrayList<>();

        Subsets(String name, int rule, Fragment fragment) {
            this.name = name;
            this.rule = rule;
            this.fragment = fragment;
        }

        int add() {
            BitSet first = new BitSet();
            first.set(fragment.start());
            number(first);
            List<Map<Integer, Integer>> after = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                steps.add(steps(all.get(i).members()));
                Map<Integer, Integer> targets = new HashMap<>();
                calls(all.get(i).members()).forEach((called, members) -> targets.put(called, number(members)));
                after.add(targets);
            }
            return store(after);
        }

        private int number(BitSet members) {
            Subset closed = closed(members);
            Integer old = known.get(closed);
            if (old != null) {
                return old;
            }
            if (states.size() + all.size() >= most) {
                throw new InvalidGrammar("rule " + name + ": makes the grammar larger than " + most
                        + " states (expected: fewer); repeat less often, or begin choices with different texts");
            }
            known.put(closed, all.size());
            all.add(closed);
            return all.size() - 1;
        }

        private Subset closed(BitSet members) {
            BitSet closed = new BitSet();
            int[] stack = members.stream().toArray();
            List<Integer> waiting = new ArrayList<>();
            for (int member : stack) {
                waiting.add(member);
            }
            while (!waiting.isEmpty()) {
                int member = waiting.removeLast();
                if (!closed.get(member)) {
                    closed.set(member);
                    waiting.addAll(fragment.jumps(member));
                }
            }
            return new Subset(closed.stream().toArray());
        }

        private Map<Integer, BitSet> calls(int[] members) {
            Map<Integer, BitSet> targets = new TreeMap<>();
            for (int member : members) {
                for (Fragment.Edge edge : fragment.edges(member)) {
                    if (edge.low() < 0) {
                        targets.computeIfAbsent(edge.high(), absent -> new BitSet()).set(edge.target());
                    }
                }
            }
            return targets;
        }

        /** Where bytes lead: from each key up to the next, to the value; -1 for nowhere. */
        private NavigableMap<Integer, Integer> steps(int[] members) {
            TreeMap<Integer, BitSet> cuts = new TreeMap<>();
            List<Fragment.Edge> edges = new ArrayList<>();
            for (int member : members) {
                for (Fragment.Edge edge : fragment.edges(member)) {
                    if (edge.low() >= 0) {
                        edges.add(edge);
                        cuts.put(edge.low(), new BitSet());
                        cuts.put(edge.high() + 1, new BitSet());
                    }
                }
            }
            for (Fragment.Edge edge : edges) {
                cuts.subMap(edge.low(), edge.high() + 1).values().forEach(targets -> targets.set(edge.target()));
            }
            TreeMap<Integer, Integer> targets = new TreeMap<>();
            cuts.forEach((from, to) -> targets.put(from, to.isEmpty() ? -1 : number(to)));
            return targets;
        }

        /** Numbers the states from which the end can be reached, and adds them. */
        private int store(List<Map<Integer, Integer>> after) {
            BitSet alive = alive(after);
            int[] numbers = new int[all.size()];
            int next = states.size();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = alive.get(i) ? next++ : -1;
            }
            for (int i = alive.nextSetBit(0); i >= 0; i = alive.nextSetBit(i + 1)) {
                states.add(state(all.get(i), steps.get(i), after.get(i), numbers));
            }
            return numbers[0];
        }

        private BitSet alive(List<Map<Integer, Integer>> after) {
            List<List<Integer>> before = new ArrayList<>();
            all.forEach(one -> before.add(new ArrayList<>()));
            BitSet alive = new BitSet();
            List<Integer> waiting = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                int from = i;
                steps.get(i).values().stream().filter(to -> to >= 0).forEach(to -> before.get(to).add(from));
                after.get(i).values().forEach(to -> before.get(to).add(from));
                if (Arrays.binarySearch(all.get(i).members(), fragment.end()) >= 0) {
                    waiting.add(i);
                }
            }
            while (!waiting.isEmpty()) {
                int one = waiting.removeLast();
                if (!alive.get(one)) {
                    alive.set(one);
                    waiting.addAll(before.get(one));
                }
            }
            return alive;
        }

        private State state(Subset subset, NavigableMap<Integer, Integer> steps, Map<Integer, Integer> after,
                int[] numbers) {
            List<int[]> ranges = new ArrayList<>();
            steps.forEach((from, to) -> {
                Integer end = steps.higherKey(from);
                if (to >= 0 && numbers[to] >= 0 && end != null) {
                    ranges.add(new int[] {from, end - 1, numbers[to]});
                    borders.set(from);
                    borders.set(end);
                }
            });
            List<int[]> calls = new ArrayList<>();
            after.forEach((called, to) -> {
                if (numbers[to] >= 0) {
                    calls.add(new int[] {called, numbers[to]});
                }
            });
            return new State(rule, Arrays.binarySearch(subset.members(), fragment.end()) >= 0, column(ranges, 0),
                    column(ranges, 1), column(ranges, 2), column(calls, 0), column(calls, 1));
        }

        private static int[] column(List<int[]> rows, int column) {
            return rows.stream().mapToInt(row -> row[column]).toArray();
        }
    }
}
