package dev.drover.engine.tile;

import dev.drover.engine.machinecode.TileAssembler;

import static dev.drover.engine.machinecode.Register.R10;
import static dev.drover.engine.machinecode.Register.R11;
import static dev.drover.engine.machinecode.Register.R8;
import static dev.drover.engine.machinecode.Register.R9;
import static dev.drover.engine.machinecode.Register.RAX;
import static dev.drover.engine.machinecode.Register.RBX;
import static dev.drover.engine.machinecode.Register.RCX;
import static dev.drover.engine.machinecode.Register.RDI;
import static dev.drover.engine.machinecode.Register.RDX;
import static dev.drover.engine.machinecode.Register.RSI;

/** The machine code of {@link Tiles}. */
final class TileCode {

    static final int TILE = 1024;
    static final int PAIR = 2 * TILE;

    private static final int ROWS = 16;
    private static final int VECTOR = 64;
    /** How far ahead the right operand is asked for, which comes from the second-level cache. */
    private static final int AHEAD = 2 * PAIR;
    private static final int HALF = 29;
    private static final int ONE = 30;
    private static final int UPPER = 31;

    private final TileAssembler code = new TileAssembler();

    private TileCode() {}

    /** The 64 bytes that give all eight tiles 16 rows of 64 bytes. */
    static byte[] shapes() {
        byte[] shapes = new byte[VECTOR];
        shapes[0] = 1;
        for (int tile = 0; tile < 8; tile++) {
            shapes[16 + 2 * tile] = VECTOR;
            shapes[48 + tile] = ROWS;
        }
        return shapes;
    }

    /**
     * {@code void pack(const float* from, to, step, tiles, advance, toAdvance)}, all distances in bytes: number i of run r of a
     * tile is the pair, as {@code bfloat16}, of the floats number i at {@code from + r * step} and at its partner: 16 floats
     * behind it, or 16 runs. Transposed, number r of run i.
     *
     * @param across whether partners are 16 runs behind
     */
    static byte[] pack(boolean across, boolean transposed) {
        TileCode writer = new TileCode();
        writer.packTiles(across, transposed);
        return writer.code.bytes();
    }

    private void packTiles(boolean across, boolean transposed) {
        code.push(RBX);
        code.mov(RBX, RDX);
        code.shiftLeft(RBX, 4);
        int tile = code.here();
        constant(HALF, 0x7fff);
        constant(ONE, 1);
        constant(UPPER, 0xffff_0000);
        code.mov(RAX, RDI);
        for (int run = 0; run < ROWS; run++) {
            code.mov(R10, RAX);
            if (across) {
                code.add(R10, RBX);
            } else {
                code.add(R10, VECTOR);
            }
            int to = transposed ? run : 0;
            pair(to);
            if (!transposed) {
                code.vmovupsStore(RSI, run * VECTOR, to);
            }
            code.add(RAX, RDX);
        }
        if (transposed) {
            transpose();
        }
        code.add(RDI, R8);
        code.add(RSI, R9);
        code.decrement(RCX);
        code.jumpIfNotZero(tile);
        code.pop(RBX);
        code.leave();
    }

    private void constant(int register, int value) {
        code.mov(R11, value);
        code.vpbroadcastd(register, R11);
    }

    /** Rounds the floats at RAX and R10 to the nearest, ties to even. */
    private void pair(int to) {
        code.vmovups(to, RAX, 0);
        code.vmovups(17, R10, 0);
        for (int value : new int[] {to, 17}) {
            code.vpsrld(18, value, Short.SIZE);
            code.vpandd(18, 18, ONE);
            code.vpaddd(value, value, HALF);
            code.vpaddd(value, value, 18);
        }
        code.vpsrld(to, to, Short.SIZE);
        code.vpandd(17, 17, UPPER);
        code.vpord(to, to, 17);
    }

    /** Stores registers 0 to 15 with lanes and registers exchanged. */
    private void transpose() {
        for (int i = 0; i < ROWS; i += 2) {
            code.vpunpckldq(16 + i, i, i + 1);
            code.vpunpckhdq(17 + i, i, i + 1);
        }
        for (int i = 0; i < ROWS; i += 4) {
            code.vpunpcklqdq(i, 16 + i, 18 + i);
            code.vpunpckhqdq(i + 1, 16 + i, 18 + i);
            code.vpunpcklqdq(i + 2, 17 + i, 19 + i);
            code.vpunpckhqdq(i + 3, 17 + i, 19 + i);
        }
        for (int i = 0; i < 4; i++) {
            code.vshufi32x4(16, i, 4 + i, 0x44);
            code.vshufi32x4(17, i, 4 + i, 0xee);
            code.vshufi32x4(18, 8 + i, 12 + i, 0x44);
            code.vshufi32x4(19, 8 + i, 12 + i, 0xee);
            code.vshufi32x4(20, 16, 18, 0x88);
            code.vshufi32x4(21, 16, 18, 0xdd);
            code.vshufi32x4(22, 17, 19, 0x88);
            code.vshufi32x4(23, 17, 19, 0xdd);
            for (int part = 0; part < 4; part++) {
                code.vmovupsStore(RSI, (4 * part + i) * VECTOR, 20 + part);
            }
        }
    }

    /**
     * {@code void product(a, b, float* c, stride, depth, panels)}: 32 rows times some panels of 32 columns. All tiles of a
     * panel follow each other, {@code depth} pairs of them; c's rows are {@code stride} bytes apart. A tile is loaded anew as
     * soon as its last product has begun, so that loads and products overlap even where the processor has no spare tiles to
     * rename to, as when two threads share a core; hence the code reads a pair of tiles behind both operands.
     *
     * @param shapes where {@link #shapes} are
     * @param add whether to add to what c holds
     */
    static byte[] product(long shapes, boolean add) {
        TileCode writer = new TileCode();
        writer.productOfPanels(shapes, add);
        return writer.code.bytes();
    }

    private void productOfPanels(long shapes, boolean add) {
        code.push(RBX);
        code.mov(RAX, shapes);
        code.ldtilecfg(RAX);
        code.mov(R11, VECTOR);
        int panel = code.here();
        code.mov(RBX, RCX);
        code.shiftLeft(RBX, 4);
        code.add(RBX, RDX);
        for (int tile = 0; tile < 4; tile++) {
            if (add) {
                code.tileloadd(tile, tile < 2 ? RDX : RBX, RCX, tile % 2 * VECTOR);
            } else {
                code.tilezero(tile);
            }
        }
        askForNext();
        code.mov(RAX, RDI);
        code.mov(R10, R8);
        code.tileloadd(4, RAX, R11, 0);
        code.tileloadd(6, RSI, R11, 0);
        code.tileloadd(7, RSI, R11, TILE);
        code.tileloadd(5, RAX, R11, TILE);
        int depth = code.here();
        for (int ahead = 0; ahead < PAIR; ahead += VECTOR) {
            code.prefetch(RSI, AHEAD + ahead);
        }
        code.add(RAX, PAIR);
        code.add(RSI, PAIR);
        code.tdpbf16ps(0, 4, 6);
        code.tdpbf16ps(1, 4, 7);
        code.tileloadd(4, RAX, R11, 0);
        code.tdpbf16ps(2, 5, 6);
        code.tileloadd(6, RSI, R11, 0);
        code.tdpbf16ps(3, 5, 7);
        code.tileloadd(7, RSI, R11, TILE);
        code.tileloadd(5, RAX, R11, TILE);
        code.decrement(R10);
        code.jumpIfNotZero(depth);
        for (int tile = 0; tile < 4; tile++) {
            code.tilestored(tile < 2 ? RDX : RBX, RCX, tile % 2 * VECTOR, tile);
        }
        code.add(RDX, 2 * VECTOR);
        code.decrement(R9);
        code.jumpIfNotZero(panel);
        code.tilerelease();
        code.pop(RBX);
        code.leave();
    }

    /** Asks for the rows of the next panel's results: each is another stream, more than the processor would follow. */
    private void askForNext() {
        code.mov(RAX, RDX);
        for (int row = 0; row < 2 * ROWS; row++) {
            code.prefetchw(RAX, 2 * VECTOR);
            code.prefetchw(RAX, 3 * VECTOR);
            code.add(RAX, RCX);
        }
    }

    /** {@code void rate(turns)}: sixteen products of tiles a turn, all in registers. */
    static byte[] rate(long shapes) {
        TileAssembler code = new TileAssembler();
        code.mov(RAX, shapes);
        code.ldtilecfg(RAX);
        for (int tile = 0; tile < 8; tile++) {
            code.tilezero(tile);
        }
        int turn = code.here();
        for (int i = 0; i < 16; i++) {
            code.tdpbf16ps(i % 4, 4 + i % 2, 6 + i / 2 % 2);
        }
        code.decrement(RDI);
        code.jumpIfNotZero(turn);
        code.tilerelease();
        code.leave();
        return code.bytes();
    }
}
