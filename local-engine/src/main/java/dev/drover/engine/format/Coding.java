package dev.drover.engine.format;

/**
 * What a format's codes mean. The number of a code is {@code scale * value + offset}, with the value
 * {@code code - zero}, or what a table says.
 *
 * @param bits of a code, 2 to 8
 * @param groupSize how many neighbouring numbers share a scale, 16 or 32
 * @param zero the code whose value is 0; 0 with a table
 * @param flip the bits that are stored the other way round: the code is what is stored, exclusive or this
 * @param steps whether a group's scale, and its offset, is a step (a whole number) times a factor of the whole block
 * @param offsets whether there are offsets
 * @param table the values of codes, as signed bytes; empty for none
 */
record Coding(int bits, int groupSize, int zero, int flip, boolean steps, boolean offsets, byte[] table) {

    /** Blocks of 32 numbers with a scale. */
    static Coding plain(int bits, int zero) {
        return new Coding(bits, 32, zero, 0, false, false, new byte[0]);
    }

    /** Blocks of 32 numbers with a scale, in two's complement. */
    static Coding signedBytes() {
        return new Coding(8, 32, 128, 128, false, false, new byte[0]);
    }

    /** Blocks of 32 numbers with a scale, whose values are in a table. */
    static Coding ofTable(byte... values) {
        return new Coding(4, 32, 0, 0, false, false, values);
    }

    /** Blocks of 32 numbers with a scale and an offset. */
    static Coding withOffset(int bits) {
        return new Coding(bits, 32, 0, 0, false, true, new byte[0]);
    }

    /** Blocks of many groups, each with a step of the block's scale. */
    static Coding ofSteps(int bits, int groupSize, int zero) {
        return new Coding(bits, groupSize, zero, 0, true, false, new byte[0]);
    }

    /** Blocks of many groups, each with a step of the block's scale and one of the block's offset. */
    static Coding ofStepsWithOffsets(int bits, int groupSize) {
        return new Coding(bits, groupSize, 0, 0, true, true, new byte[0]);
    }
}
