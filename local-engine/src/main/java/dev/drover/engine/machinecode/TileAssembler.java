package dev.drover.engine.machinecode;

/**
 * Writes the instructions of the tile unit (AMX) as well. Tiles are eight registers of up to 16 rows of 64 bytes, numbered 0 to
 * 7. Source: as {@link Assembler}, volume 2, section 2.3 for the VEX prefix.
 */
public final class TileAssembler extends Assembler {

    /** Sets the shapes of all tiles from 64 bytes of memory. */
    public void ldtilecfg(Register base) {
        requireBase(base);
        vex(NO_PREFIX, 0, 0, base.number() >> 3);
        put(0x49, modRm(0, 0, base.number()));
    }

    /** Clears all tiles and their shapes, so that nothing need be kept when the thread is put aside. */
    public void tilerelease() {
        vex(NO_PREFIX, 0, 0, 0);
        put(0x49, modRm(3, 0, 0));
    }

    /** {@code to = 0}. */
    public void tilezero(int to) {
        vex(PREFIX_F2, 0, 0, 0);
        put(0x49, modRm(3, to, 0));
    }

    /** Loads a tile whose rows are {@code stride} bytes apart. */
    public void tileloadd(int to, Register base, Register stride, int displacement) {
        tileMemory(PREFIX_F2, to, base, stride, displacement);
    }

    /** Stores a tile with its rows {@code stride} bytes apart. */
    public void tilestored(Register base, Register stride, int displacement, int from) {
        tileMemory(PREFIX_F3, from, base, stride, displacement);
    }

    /**
     * {@code to += a b}: a holds pairs of {@code bfloat16} along its rows, b pairs along its columns, to single precision.
     */
    public void tdpbf16ps(int to, int a, int b) {
        vex(PREFIX_F3, b, 0, 0);
        put(0x5c, modRm(3, to, a));
    }

    private void tileMemory(int prefix, int tile, Register base, Register stride, int displacement) {
        requireBase(base);
        if (stride == Register.RSP) {
            throw new IllegalArgumentException("stride: " + stride + " (expected: not RSP)");
        }
        vex(prefix, 0, stride.number() >> 3, base.number() >> 3);
        put(0x4b, modRm(2, tile, Register.RSP.number()), modRm(0, stride.number(), base.number()));
        dword(displacement);
    }

    /** The three bytes of a VEX prefix of map 0F38, 128 bits; the bits of register numbers are written inverted. */
    private void vex(int prefix, int second, int indexBit3, int baseBit3) {
        put(0xc4, 0x80 | (inverse(indexBit3, 0) << 6) | (inverse(baseBit3, 0) << 5) | MAP_0F38,
                ((~second & 15) << 3) | prefix);
    }
}
