package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.machinecode.Assembler;
import dev.drover.engine.tile.Tiles;

import static dev.drover.engine.kernel.PackedLayout.VECTOR;
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

/**
 * The machine code of {@link VnniProducts}, for 512-bit vectors with dot products of bytes (VNNI).
 *
 * <p>
 * <b>Activations.</b> A block of 32 floats becomes 32 signed bytes {@code q = round(x / d)} with
 * {@code d = max|x| / 127}, then d as a float, then a word for each group of columns that shares a scale: where weights
 * have offsets {@code d * sum of q} as a float, else the whole number that brings the weights' lowest value back,
 * {@code lowest * sum of q}. A pass over T tokens has the T blocks of the first 32 columns first, then those of the next.
 *
 * <p>
 * <b>Weights.</b> As {@link PackedLayout} says.
 *
 * <p>
 * <b>Product.</b> For every group of columns {@code sum += offset * (d * sum of q)}, where there are offsets, then
 * {@code sum += (scale * d) * (lowest * sum of q + sum of code * q)}, the last factor in whole numbers and exact, each of
 * the two rounded once. A row's result depends on nothing but its weights and its activations: not on T, nor on what
 * else is in the pass.
 */
final class VnniCode {

    static final int MOST_TOKENS = 12;
    /** The least that the largest number of a block counts as, so that nothing is divided by zero. */
    static final float SMALLEST = 1e-30f;
    /** How many products a turn of {@link #rate} is. */
    static final int RATE_PRODUCTS = 16 * 64;

    /** How far ahead weights are asked for: the processor by itself stops at the end of a page. */
    private static final int AHEAD = 4096;
    private static final int SCALE_AT = 32;
    private static final int WORDS_AT = 36;
    private static final int ONES = 0x0101_0101;
    /** Registers: 0 to 11 sums, 12 to 23 whole sums, then those below. */
    private static final int WHOLE = MOST_TOKENS;
    /** When weights are expanded. */
    private static final int ORDER = 20;
    private static final int LOWEST = 21;
    private static final int BYTE = 22;
    private static final int WEIGHTS = 24;
    private static final int UPPER_WEIGHTS = 25;
    private static final int SCALES = 26;
    private static final int PRODUCT = 27;
    private static final int UPPER_MASK = 28;
    private static final int TABLE = 28;
    private static final int FACTORS = 29;
    private static final int OFFSET_FACTORS = 30;
    private static final int MASK = 31;

    private final Assembler code = new Assembler();
    private final PackedLayout layout;
    private final CodedFormat format;
    private final int tokens;

    private VnniCode(PackedLayout layout, int tokens) {
        this.layout = layout;
        this.format = layout.format();
        this.tokens = tokens;
    }

    /**
     * {@code void product(weights, activations, float* output, units, groups, stride)}: some groups of 16 rows times T
     * tokens; token t's results go to {@code output + t * stride} bytes, 16 floats a group of rows. A unit is as many
     * blocks as share factors.
     *
     * @param tokens T, 1 to {@link #MOST_TOKENS}
     */
    static byte[] product(PackedLayout layout, int tokens) {
        return new VnniCode(layout, tokens).product();
    }

    private byte[] product() {
        constants();
        code.push(RBX);
        int group = code.here();
        code.mov(RAX, RCX);
        code.shiftLeft(RAX, Integer.numberOfTrailingZeros(layout.unitBlocks() * VECTOR));
        code.mov(R11, RDI);
        for (int vector = 0; vector < layout.vectors(); vector++) {
            code.add(R11, RAX);
        }
        code.mov(RAX, RSI);
        code.mov(R10, RCX);
        for (int token = 0; token < tokens; token++) {
            code.vpxord(token, token, token);
        }
        int unit = code.here();
        factors();
        code.mov(RBX, layout.unitBlocks());
        int block = code.here();
        block();
        code.decrement(RBX);
        code.jumpIfNotZero(block);
        code.decrement(R10);
        code.jumpIfNotZero(unit);
        code.mov(RDI, R11);
        code.mov(RAX, RDX);
        for (int token = 0; token < tokens; token++) {
            code.vmovupsStore(RAX, 0, token);
            code.add(RAX, R9);
        }
        code.add(RDX, VECTOR);
        code.decrement(R8);
        code.jumpIfNotZero(group);
        code.pop(RBX);
        code.leave();
        return code.bytes();
    }

    /** Masks of the planes, and the table with its lowest value at 0, in each 128 bits. */
    private void constants() {
        int[] planes = layout.planes();
        if (planes[0] < 8) {
            constant(code, MASK, ONES * ((1 << planes[0]) - 1));
        }
        if (planes.length > 1) {
            constant(code, UPPER_MASK, ONES * (((1 << planes[1]) - 1) << planes[0]));
        }
        byte[] table = format.table();
        if (table.length > 0) {
            code.mov(RAX, eight(table, 0));
            code.vpbroadcastq(WEIGHTS, RAX);
            code.mov(RAX, eight(table, 8));
            code.vpbroadcastq(UPPER_WEIGHTS, RAX);
            code.vpunpcklqdq(TABLE, WEIGHTS, UPPER_WEIGHTS);
        }
    }

    private long eight(byte[] table, int from) {
        long bytes = 0;
        for (int i = 0; i < 8; i++) {
            bytes |= (long) ((table[from + i] - layout.lowest()) & 255) << (8 * i);
        }
        return bytes;
    }

    /** What a unit's steps are multiplied with. */
    private void factors() {
        if (format.hasSteps()) {
            code.vcvtph2ps(FACTORS, R11, 0);
            if (format.hasOffsets()) {
                code.vcvtph2ps(OFFSET_FACTORS, R11, layout.factorBytes() / 2);
            }
            code.add(R11, layout.factorBytes());
        }
    }

    /** RDI: weights; R11: scales; RAX: activations. All three are moved on. */
    private void block() {
        int bytes = layout.vectors() * VECTOR;
        for (int at = 0; at < bytes; at += VECTOR) {
            code.prefetch(RDI, at + AHEAD);
        }
        int quads = format.groupSize() / 4;
        for (int group = 0; group < layout.groups(); group++) {
            for (int token = 0; token < tokens; token++) {
                if (layout.lowest() == 0) {
                    code.vpxord(WHOLE + token, WHOLE + token, WHOLE + token);
                } else {
                    code.vpbroadcastd(WHOLE + token, RAX, word(token, group));
                }
            }
            for (int quad = group * quads; quad < (group + 1) * quads; quad++) {
                weights(quad);
                for (int token = 0; token < tokens; token++) {
                    code.vpdpbusd(WHOLE + token, WEIGHTS, RAX, token * layout.activationBytes() + quad * 4);
                }
            }
            scale(group);
        }
        code.add(RDI, bytes);
        code.add(R11, layout.groups() * layout.groupBytes());
        code.add(RAX, tokens * layout.activationBytes());
    }

    private int word(int token, int group) {
        return token * layout.activationBytes() + WORDS_AT + 4 * group;
    }

    /** Puts four columns of sixteen rows together from their planes. */
    private void weights(int quad) {
        int[] planes = layout.planes();
        code.vmovdqu32(WEIGHTS, RDI, quad % planes[0] * VECTOR);
        if (planes[0] < 8) {
            shiftRight(WEIGHTS, quad / planes[0] * planes[0]);
            code.vpandd(WEIGHTS, WEIGHTS, MASK);
        }
        if (planes.length > 1) {
            code.vmovdqu32(UPPER_WEIGHTS, RDI, (planes[0] + quad % planes[1]) * VECTOR);
            shiftRight(UPPER_WEIGHTS, quad / planes[1] * planes[1] - planes[0]);
            code.vpandd(UPPER_WEIGHTS, UPPER_WEIGHTS, UPPER_MASK);
            code.vpord(WEIGHTS, WEIGHTS, UPPER_WEIGHTS);
        }
        if (format.table().length > 0) {
            code.vpshufb(WEIGHTS, TABLE, WEIGHTS);
        }
    }

    private void shiftRight(int register, int bits) {
        if (bits > 0) {
            code.vpsrld(register, register, bits);
        } else if (bits < 0) {
            code.vpslld(register, register, -bits);
        }
    }

    /** Adds a group of columns to the sums. */
    private void scale(int group) {
        int at = group * layout.groupBytes();
        if (format.hasOffsets()) {
            load(PRODUCT, at + layout.scaleBytes(), OFFSET_FACTORS);
            for (int token = 0; token < tokens; token++) {
                code.vfmadd231ps(token, PRODUCT, RAX, word(token, group));
            }
        }
        load(SCALES, at, FACTORS);
        for (int token = 0; token < tokens; token++) {
            code.vcvtdq2ps(WHOLE + token, WHOLE + token);
            code.vmulps(PRODUCT, SCALES, RAX, token * layout.activationBytes() + SCALE_AT);
            code.vfmadd231ps(token, WHOLE + token, PRODUCT);
        }
    }

    /** Loads sixteen scales or offsets. */
    private void load(int register, int at, int factors) {
        if (format.hasSteps()) {
            code.vpmovsxbd(register, R11, at);
            code.vcvtdq2ps(register, register);
            code.vmulps(register, register, factors);
        } else if (format.factorsArePowers()) {
            code.vpmovzxwd(register, R11, at);
            code.vpslld(register, register, Short.SIZE);
        } else {
            code.vcvtph2ps(register, R11, at);
        }
    }

    /**
     * {@code void expand(weights, tiles, units, scales, order)}: a part of 16 rows as right tiles of {@code bfloat16}, 32 columns
     * each, as {@link Tiles} has them; a tile's partner lies between it and the next. A weight is
     * {@code scale * value + offset}, each of the two rounded to single precision before.
     *
     * @param layout the weights' order
     */
    static byte[] expand(PackedLayout layout) {
        return new VnniCode(layout, 1).expand();
    }

    private byte[] expand() {
        constants();
        code.mov(R11, RCX);
        code.vmovdqu32(ORDER, R8, 0);
        constant(code, LOWEST, layout.lowest());
        constant(code, BYTE, 0xff);
        int unit = code.here();
        factors();
        code.mov(RAX, layout.unitBlocks());
        int block = code.here();
        for (int at = 0; at < layout.vectors() * VECTOR; at += VECTOR) {
            code.prefetch(RDI, at + AHEAD);
        }
        code.prefetch(R11, AHEAD / 4);
        for (int quad = 0; quad < 4; quad++) {
            fourColumns(quad);
        }
        code.add(RDI, layout.vectors() * VECTOR);
        code.add(R11, layout.groups() * layout.groupBytes());
        code.add(RSI, 2 * Tiles.TILE_BYTES);
        code.decrement(RAX);
        code.jumpIfNotZero(block);
        code.decrement(RDX);
        code.jumpIfNotZero(unit);
        code.leave();
        return code.bytes();
    }

    /** Columns {@code 4 quad} to {@code 4 quad + 3}, each with the column 16 behind. */
    private void fourColumns(int quad) {
        for (int half = 0; half < 2; half++) {
            int group = half * (layout.groups() - 1);
            if (half < layout.groups() || layout.groups() == 1) {
                load(SCALES, group * layout.groupBytes(), FACTORS);
                if (format.hasOffsets()) {
                    load(PRODUCT, group * layout.groupBytes() + layout.scaleBytes(), OFFSET_FACTORS);
                }
            }
            weights(quad + 4 * half);
            for (int column = 0; column < 4; column++) {
                int to = 4 * half + column;
                code.vpsrld(to, WEIGHTS, 8 * column);
                code.vpandd(to, to, BYTE);
                code.vpaddd(to, to, LOWEST);
                code.vcvtdq2ps(to, to);
                code.vmulps(to, to, SCALES);
                if (format.hasOffsets()) {
                    code.vaddps(to, to, PRODUCT);
                }
            }
        }
        for (int column = 0; column < 4; column++) {
            code.vcvtne2ps2bf16(column, 4 + column, column);
            code.vpermw(column, ORDER, column);
            code.vmovupsStore(RSI, (4 * quad + column) * VECTOR, column);
        }
    }

    /**
     * {@code void activations(const float* input, output, blocks, stride, lowest)}: one token's blocks, {@code stride}
     * bytes apart. From what is infinite or no number follow products that mean nothing.
     */
    static byte[] activations(PackedLayout layout) {
        Assembler code = new Assembler();
        constant(code, 16, 0x7fff_ffff);
        constant(code, 17, Float.floatToRawIntBits(127));
        constant(code, 18, Float.floatToRawIntBits(1 / 127f));
        constant(code, 19, Float.floatToRawIntBits(SMALLEST));
        code.mov(R9, RCX);
        code.mov(RCX, R8);
        int block = code.here();
        code.vmovups(0, RDI, 0);
        code.vmovups(1, RDI, VECTOR);
        code.vpandd(2, 0, 16);
        code.vpandd(3, 1, 16);
        code.vmaxps(2, 2, 3);
        fold(code, code::vmaxps);
        code.vmaxps(2, 2, 19);
        code.vbroadcastss(2, 2);
        code.vmulps(4, 2, 18);
        code.vmovssStore(RSI, SCALE_AT, 4);
        code.vdivps(5, 17, 2);
        code.vmulps(0, 0, 5);
        code.vmulps(1, 1, 5);
        code.vcvtps2dq(0, 0);
        code.vcvtps2dq(1, 1);
        code.vpmovsdbStore(RSI, 0, 0);
        code.vpmovsdbStore(RSI, 16, 1);
        if (layout.groups() == 1) {
            code.vpaddd(2, 0, 1);
            word(code, layout, WORDS_AT);
        } else {
            code.vpord(2, 0, 0);
            word(code, layout, WORDS_AT);
            code.vpord(2, 1, 1);
            word(code, layout, WORDS_AT + 4);
        }
        code.add(RDI, 2 * VECTOR);
        code.add(RSI, R9);
        code.decrement(RDX);
        code.jumpIfNotZero(block);
        code.leave();
        return code.bytes();
    }

    /** Stores the word of a group of columns, whose whole numbers are in register 2 and their scale in register 4. */
    private static void word(Assembler code, PackedLayout layout, int at) {
        fold(code, code::vpaddd);
        if (layout.format().hasOffsets()) {
            code.vcvtdq2ps(2, 2);
            code.vmulps(2, 2, 4);
            code.vmovssStore(RSI, at, 2);
        } else {
            code.vmovd(RAX, 2);
            code.multiply(RAX, RCX);
            code.store(RSI, at, RAX);
        }
    }

    /** {@code void rate(turns)}: sixteen independent dot products of 64 bytes a turn, all in registers. */
    static byte[] rate() {
        Assembler code = new Assembler();
        int turn = code.here();
        for (int sum = 0; sum < 16; sum++) {
            code.vpdpbusd(sum, 16, 17);
        }
        code.decrement(RDI);
        code.jumpIfNotZero(turn);
        code.leave();
        return code.bytes();
    }

    private static void constant(Assembler code, int register, int value) {
        code.mov(RAX, value);
        code.vpbroadcastd(register, RAX);
    }

    /** Combines the lanes of register 2 in its first; register 3 is lost. */
    private static void fold(Assembler code, Combination combination) {
        code.vextracti64x4(3, 2, 1);
        combination.emit(2, 2, 3);
        code.vextracti32x4(3, 2, 1);
        combination.emit(2, 2, 3);
        code.vpshufd(3, 2, 0x4e);
        combination.emit(2, 2, 3);
        code.vpshufd(3, 2, 0xb1);
        combination.emit(2, 2, 3);
    }

    private interface Combination {

        void emit(int to, int a, int b);
    }
}
