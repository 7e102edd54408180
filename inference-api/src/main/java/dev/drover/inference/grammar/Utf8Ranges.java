package dev.drover.inference.grammar;

/**
 * Ranges of characters as ranges of the bytes of their UTF-8. A range is cut where the number of bytes changes, around the
 * surrogates, which have none, and then so that in each piece every byte runs over a range of its own.
 */
final class Utf8Ranges {

    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};

    private Utf8Ranges() {}

    /** Takes one sequence of ranges of bytes. */
    @FunctionalInterface
    interface Taker {

        /** Byte {@code i} is one of {@code low[i]} to {@code high[i]}. */
        void take(int[] low, int[] high);
    }

    /** Hands over the sequences of a range of code points. */
    static void cut(int first, int last, Taker taker) {
        if (first < Character.MIN_SURROGATE && last >= Character.MIN_SURROGATE) {
            cut(first, Character.MIN_SURROGATE - 1, taker);
        }
        if (first <= Character.MAX_SURROGATE && last >= Character.MIN_SURROGATE) {
            if (last > Character.MAX_SURROGATE) {
                cut(Character.MAX_SURROGATE + 1, last, taker);
            }
            return;
        }
        for (int end : LAST_OF_LENGTH) {
            if (first <= end && last > end) {
                cut(first, end, taker);
                cut(end + 1, last, taker);
                return;
            }
        }
        aligned(first, last, taker);
    }

    /** Of a range whose characters have the same number of bytes. */
    private static void aligned(int first, int last, Taker taker) {
        int length = length(first);
        for (int bits = 6; bits < 6 * length; bits += 6) {
            int low = (1 << bits) - 1;
            boolean sameStart = (first & ~low) == (last & ~low);
            if (!sameStart && (first & low) != 0) {
                aligned(first, first | low, taker);
                cut((first | low) + 1, last, taker);
                return;
            }
            if (!sameStart && (last & low) != low) {
                aligned(first, (last & ~low) - 1, taker);
                aligned(last & ~low, last, taker);
                return;
            }
        }
        taker.take(bytes(first), bytes(last));
    }

    private static int length(int codePoint) {
        int length = 1;
        while (codePoint > LAST_OF_LENGTH[length - 1]) {
            length++;
        }
        return length;
    }

    private static int[] bytes(int codePoint) {
        int length = length(codePoint);
        if (length == 1) {
            return new int[] {codePoint};
        }
        int[] bytes = new int[length];
        int rest = codePoint;
        for (int i = length - 1; i > 0; i--) {
            bytes[i] = 0x80 | (rest & 0x3F);
            rest >>= 6;
        }
        bytes[0] = ((0xF00 >> length) & 0xFF) | rest;
        return bytes;
    }
}
