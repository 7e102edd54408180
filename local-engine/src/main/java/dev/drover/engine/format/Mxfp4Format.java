package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 32 numbers in 17 bytes: an exponent {@code e}, then codes as in Q4_0, each a floating point number of 4 bits:
 * a sign, two bits of exponent, one of fraction (MXFP4 of the Open Compute Project's Microscaling Formats 1.0). A number
 * is {@code 2^(e - 127)} times 0, 0.5, 1, 1.5, 2, 3, 4 or 6; here the values are twice that and the scale is half. Of
 * the exponents that let the largest number have the highest or the one before the highest power, the one is taken that
 * loses less.
 */
final class Mxfp4Format extends CodedFormat {

    private static final byte[] VALUES = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};
    private static final int SIZE = 32;
    private static final int NEGATIVE = 8;
    /** The largest exponent with which all numbers are finite. */
    private static final int MOST = 252;

    Mxfp4Format() {
        super(new Label("mxfp4", 39, 38, SIZE, 17), Coding.ofTable(VALUES), Run.nibbles(1));
    }

    @Override
    public float factor(MemorySegment source, long at) {
        return scale(Byte.toUnsignedInt(source.get(ValueLayout.JAVA_BYTE, at)));
    }

    @Override
    public boolean factorsArePowers() {
        return true;
    }

    private static float scale(int exponent) {
        return Math.scalb(1f, exponent - 128);
    }

    @Override
    int nearest(double value) {
        double magnitude = Math.abs(value);
        int code = 0;
        while (code < NEGATIVE - 1 && 2 * magnitude > VALUES[code] + VALUES[code + 1]) {
            code++;
        }
        return value < 0 && code > 0 ? code + NEGATIVE : code;
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        ScaleSearch search = new ScaleSearch(this, source, from);
        float largest = 0;
        for (int i = 0; i < SIZE; i++) {
            largest = Math.max(largest, Math.abs(source[from + i]));
        }
        int exponent = largest > 0 ? Math.clamp(Math.getExponent(largest) + 125, 0, MOST) : 0;
        if (exponent < MOST && search.store(0, scale(exponent + 1), 0) < search.store(0, scale(exponent), 0)) {
            exponent++;
        }
        search.store(0, scale(exponent), 0);
        target.set(ValueLayout.JAVA_BYTE, at, (byte) exponent);
        putCodes(search.codes(), target, at);
    }
}
