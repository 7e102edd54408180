package dev.drover.engine.tokenizer;

import java.util.Arrays;

/** A map from longs to numbers from 0, without boxes. What was put first stays. */
final class LongTable {

    private static final int ABSENT = -1;
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private int[] values = filled(SMALLEST);
    private int size;

    /** The value of a key; -1 if there is none. */
    int get(long key) {
        return values[slot(key)];
    }

    /** Puts a value unless the key has one already; returns the key's value. */
    int putIfAbsent(long key, int value) {
        int slot = slot(key);
        if (values[slot] != ABSENT) {
            return values[slot];
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        if (size * 2 > keys.length) {
            grow();
        }
        return value;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = filled(keys.length);
        for (int at = 0; at < oldKeys.length; at++) {
            if (oldValues[at] != ABSENT) {
                int slot = slot(oldKeys[at]);
                keys[slot] = oldKeys[at];
                values[slot] = oldValues[at];
            }
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        while (values[slot] != ABSENT && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, ABSENT);
        return values;
    }
}
