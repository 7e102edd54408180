package dev.drover.engine.tokenizer;

import java.util.Arrays;

/** A priority queue of longs, the least first. */
final class LongHeap {

    private long[] entries;
    private int size;

    LongHeap(int expected) {
        this.entries = new long[Math.max(expected, 8)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        int at = size++;
        while (at > 0 && entries[(at - 1) / 2] > entry) {
            entries[at] = entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        entries[at] = entry;
    }

    /** Takes the least entry out; there must be one. */
    long poll() {
        long least = entries[0];
        long last = entries[--size];
        int at = 0;
        while (at * 2 + 1 < size) {
            int child = at * 2 + 1;
            if (child + 1 < size && entries[child + 1] < entries[child]) {
                child++;
            }
            if (entries[child] >= last) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = last;
        return least;
    }
}
