package dev.drover.engine.format;

/**
 * Where the codes of {@value #NUMBERS} neighbouring numbers lie in a block. The low bits of number i are in byte
 * {@code at + i}, from bit {@code shift} on. Where a code has more, they are in byte {@code highAt + i} from bit
 * {@code highShift} on, or, in a run with a {@code word}, number i has bit i of the 16 bits at {@code highAt}.
 *
 * @param at the first byte of the low bits, counted from the block's beginning
 * @param shift the lowest of the low bits in its byte, 0 to 7
 * @param bits how many low bits there are
 * @param highAt the first byte of the high bits
 * @param highShift the lowest of the high bits in its byte
 * @param highBits how many high bits there are; 0 for none
 * @param word whether the high bits, one a number, lie together
 */
public record Run(int at, int shift, int bits, int highAt, int highShift, int highBits, boolean word) {

    /** How many numbers a run has. */
    public static final int NUMBERS = 16;

    /** A run whose codes lie in one piece. */
    static Run plain(int at, int shift, int bits) {
        return new Run(at, shift, bits, 0, 0, 0, false);
    }

    /** The same with high bits in bytes of their own. */
    Run with(int high, int itsShift, int itsBits) {
        return new Run(at, shift, bits, high, itsShift, itsBits, false);
    }

    /** The same with one high bit a number, all in two bytes. */
    Run withWord(int high) {
        return new Run(at, shift, bits, high, 0, 1, true);
    }

    /** 32 codes of 4 bits in 16 bytes: the first half in the low bits, the second in the high ones. */
    static Run[] nibbles(int at) {
        return new Run[] {plain(at, 0, 4), plain(at, 4, 4)};
    }

    /** 256 codes of 4 bits: each 32 bytes hold 32 numbers in their low bits and the next 32 in their high ones. */
    static Run[] nibblesOfMany(int at) {
        Run[] runs = new Run[NUMBERS];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = plain(at + i / 4 * 32 + i % 2 * NUMBERS, i / 2 % 2 * 4, 4);
        }
        return runs;
    }

    /** 256 codes of 2 bits: each 32 bytes hold 128 numbers, 32 in every pair of bits from the lowest up. */
    static Run[] pairsOfMany(int at) {
        Run[] runs = new Run[NUMBERS];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = plain(at + i / 8 * 32 + i % 2 * NUMBERS, i / 2 % 4 * 2, 2);
        }
        return runs;
    }
}
