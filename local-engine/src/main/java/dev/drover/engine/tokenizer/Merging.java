package dev.drover.engine.tokenizer;

import java.util.Arrays;

/**
 * Merges neighbouring symbols into one, the most urgent pair first and of equals the leftmost, until no pair can be
 * merged.
 *
 * <p>
 * Byte pair encoding as of Sennrich et al. 2016 (section 3.2) rescans the text after every merge, which is quadratic.
 * Here the symbols are a linked list over the positions of the text and the pairs wait in a heap. A merge changes the
 * two pairs beside it; their old entries stay in the heap and are passed over when they come up, because the pair that
 * is then at their position has another priority. A text of n symbols takes at most n merges and 3 n entries, so
 * O(n log n) in all.
 */
final class Merging {

    /** What {@link Pairs#find} returns for a pair that cannot be merged. */
    static final long NONE = -1;

    private static final int NO_PAIR = -1;

    /** Which symbols can be merged. */
    interface Pairs {

        /**
         * The merge of two neighbours, by {@link Merging#pair}, or {@link Merging#NONE}.
         *
         * @param left the position of the left symbol
         * @param right the position of the right symbol
         * @param after the position behind the right symbol, which is the number of positions at the end
         */
        long find(int left, int right, int after);
    }

    private final int[] symbols;
    private final Pairs pairs;
    private final int[] next;
    private final int[] previous;
    private final int[] priorities;
    private final int[] results;
    private final LongHeap heap;

    /** A merging of symbols, which are changed in place. */
    Merging(int[] symbols, Pairs pairs) {
        int length = symbols.length;
        this.symbols = symbols;
        this.pairs = pairs;
        this.next = new int[length];
        this.previous = new int[length];
        this.priorities = new int[length];
        this.results = new int[length];
        this.heap = new LongHeap(length);
    }

    /** A merge: the less the priority, the earlier; the symbol from 0. */
    static long pair(int priority, int symbol) {
        return (long) priority << 32 | symbol;
    }

    /** Merges all that can be merged; returns the symbols that are left, in their order. */
    int[] run() {
        for (int at = 0; at < symbols.length; at++) {
            next[at] = at + 1;
            previous[at] = at - 1;
        }
        for (int at = 0; at < symbols.length; at++) {
            look(at);
        }
        while (!heap.isEmpty()) {
            long entry = heap.poll();
            int at = (int) entry;
            if (results[at] != NO_PAIR && priorities[at] == (int) (entry >> 32)) {
                merge(at);
            }
        }
        int[] left = new int[symbols.length];
        int count = 0;
        for (int at = 0; at < symbols.length; at = next[at]) {
            left[count++] = symbols[at];
        }
        return Arrays.copyOf(left, count);
    }

    private void merge(int left) {
        int right = next[left];
        symbols[left] = results[left];
        results[right] = NO_PAIR;
        next[left] = next[right];
        if (next[left] < symbols.length) {
            previous[next[left]] = left;
        }
        look(left);
        if (previous[left] >= 0) {
            look(previous[left]);
        }
    }

    private void look(int left) {
        results[left] = NO_PAIR;
        int right = next[left];
        if (right == symbols.length) {
            return;
        }
        long found = pairs.find(left, right, next[right]);
        if (found != NONE) {
            results[left] = (int) found;
            priorities[left] = (int) (found >> 32);
            heap.add((found & 0xFFFF_FFFF_0000_0000L) | left);
        }
    }
}
