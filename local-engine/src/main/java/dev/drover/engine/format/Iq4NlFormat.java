package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 18 bytes: as Q4_0, but the codes stand for sixteen values that lie closer together near zero,
 * where most weights are (non-linear, hence the name). A number is {@code d * value}. No value is 0: a block of zeros has
 * the scale 0, and elsewhere 1 comes next to it.
 */
final class Iq4NlFormat extends CodedFormat {

    private static final byte[] VALUES = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    private static final int HALVES = 256;
    private static final byte[] CODES = codes();

    Iq4NlFormat() {
        super(new Label("iq4_nl", 20, 25, 32, 18), Coding.ofTable(VALUES), Run.nibbles(2));
    }

    @Override
    int nearest(double value) {
        return CODES[Math.max(0, Math.min((int) Math.floor(2 * value) + HALVES, CODES.length - 1))];
    }

    /** The code next to the numbers from i / 2 to (i + 1) / 2, counted from -128: no middle of two values lies within. */
    private static byte[] codes() {
        byte[] codes = new byte[2 * HALVES];
        for (int i = 1; i < codes.length; i++) {
            int code = codes[i - 1];
            boolean up = code + 1 < VALUES.length && i - HALVES >= VALUES[code] + VALUES[code + 1];
            codes[i] = (byte) (up ? code + 1 : code);
        }
        return codes;
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        ScaleSearch search = new ScaleSearch(this, source, from);
        float scale = putHalf(target, at, (float) search.best(0).scale());
        search.store(0, scale, 0);
        putCodes(search.codes(), target, at);
    }
}
