package dev.drover.engine.kernel;

import dev.drover.engine.machinecode.Assembler;

import static dev.drover.engine.machinecode.Register.R10;
import static dev.drover.engine.machinecode.Register.R11;
import static dev.drover.engine.machinecode.Register.R8;
import static dev.drover.engine.machinecode.Register.R9;
import static dev.drover.engine.machinecode.Register.RAX;
import static dev.drover.engine.machinecode.Register.RCX;
import static dev.drover.engine.machinecode.Register.RDI;
import static dev.drover.engine.machinecode.Register.RDX;
import static dev.drover.engine.machinecode.Register.RSI;

/**
 * The machine code of {@link VnniKernels}, for 512-bit vectors with dot products of bytes (VNNI).
 *
 * <p>
 * <b>Activations.</b> A block of 32 floats becomes 32 signed bytes {@code q = round(x / d)} with
 * {@code d = max|x| / 127}, then d as a float, then the sum of q times the factor that takes the weights' offset back:
 * {@value #ACTIVATION_BYTES} bytes. A pass over T tokens has the T blocks of the first 32 columns first, then those of
 * the next.
 *
 * <p>
 * <b>Weights.</b> Sixteen rows lie together, block after block of 32 columns: eight vectors, the n-th of which holds
 * columns 4n to 4n + 3 of every row as unsigned bytes (what Q8_0 stores, plus 128), or four with the low half bytes of
 * vector n and the high ones of vector n + 4 (what Q4_0 stores). After the last block come the scales in half precision,
 * 16 a block.
 *
 * <p>
 * <b>Product.</b> For every block {@code sum += (scale * d) * (offset's correction + sum of w q)}, the inner part in
 * whole numbers and exact, the outer one rounded once. A row's result depends on nothing but its weights and its
 * activations: not on T, nor on what else is in the pass.
 */
final class VnniCode {

    static final int BLOCK = 32;
    static final int ROWS = 16;
    static final int ACTIVATION_BYTES = 40;
    static final int MOST_TOKENS = 12;
    static final int SCALE_BYTES = 2 * ROWS;
    /** The least that the largest number of a block counts as, so that nothing is divided by zero. */
    static final float SMALLEST = 1e-30f;
    /** How many products a turn of {@link #rate} is. */
    static final int RATE_PRODUCTS = 16 * 64;

    /** How far ahead weights are asked for: the processor by itself stops at the end of a page. */
    private static final int AHEAD = 4096;
    private static final int SCALE_AT = 32;
    private static final int CORRECTION_AT = 36;
    private static final int VECTOR = 64;
    private static final int QUADS = BLOCK / 4;
    /** Registers: 0 to 11 sums, 12 to 23 whole sums, then those below. */
    private static final int WHOLE = MOST_TOKENS;
    private static final int WEIGHTS = 24;
    private static final int UPPER_WEIGHTS = 25;
    private static final int SCALES = 26;
    private static final int PRODUCT = 27;
    private static final int NIBBLES = 31;

    private VnniCode() {}

    /**
     * {@code void product(weights, activations, float* output, blocks, groups, stride)}: some groups of 16 rows times T
     * tokens; token t's results go to {@code output + t * stride} bytes, 16 floats a group.
     *
     * @param tokens T, 1 to {@link #MOST_TOKENS}
     * @param bits of a weight: 8 or 4
     */
    static byte[] product(int tokens, int bits) {
        Assembler code = new Assembler();
        if (bits == 4) {
            code.mov(RAX, 0x0f0f0f0f);
            code.vpbroadcastd(NIBBLES, RAX);
        }
        int group = code.here();
        code.mov(R11, RCX);
        code.shiftLeft(R11, bits == 8 ? 9 : 8);
        code.add(R11, RDI);
        code.mov(RAX, RSI);
        code.mov(R10, RCX);
        for (int token = 0; token < tokens; token++) {
            code.vpxord(token, token, token);
        }
        int block = code.here();
        block(code, tokens, bits);
        code.decrement(R10);
        code.jumpIfNotZero(block);
        code.mov(RDI, R11);
        code.mov(RAX, RDX);
        for (int token = 0; token < tokens; token++) {
            code.vmovupsStore(RAX, 0, token);
            code.add(RAX, R9);
        }
        code.add(RDX, VECTOR);
        code.decrement(R8);
        code.jumpIfNotZero(group);
        code.leave();
        return code.bytes();
    }

    /** RDI: weights; R11: scales; RAX: activations. All three are moved on. */
    private static void block(Assembler code, int tokens, int bits) {
        for (int token = 0; token < tokens; token++) {
            code.vpbroadcastd(WHOLE + token, RAX, token * ACTIVATION_BYTES + CORRECTION_AT);
        }
        int vectors = bits == 8 ? QUADS : QUADS / 2;
        for (int vector = 0; vector < vectors; vector++) {
            code.prefetch(RDI, vector * VECTOR + AHEAD);
            code.vmovdqu32(WEIGHTS, RDI, vector * VECTOR);
            if (bits == 4) {
                code.vpsrld(UPPER_WEIGHTS, WEIGHTS, 4);
                code.vpandd(WEIGHTS, WEIGHTS, NIBBLES);
                code.vpandd(UPPER_WEIGHTS, UPPER_WEIGHTS, NIBBLES);
                dots(code, tokens, UPPER_WEIGHTS, vector + vectors);
            }
            dots(code, tokens, WEIGHTS, vector);
        }
        code.vcvtph2ps(SCALES, R11, 0);
        for (int token = 0; token < tokens; token++) {
            code.vcvtdq2ps(WHOLE + token, WHOLE + token);
            code.vmulps(PRODUCT, SCALES, RAX, token * ACTIVATION_BYTES + SCALE_AT);
            code.vfmadd231ps(token, WHOLE + token, PRODUCT);
        }
        code.add(RDI, vectors * VECTOR);
        code.add(R11, SCALE_BYTES);
        code.add(RAX, tokens * ACTIVATION_BYTES);
    }

    private static void dots(Assembler code, int tokens, int weights, int quad) {
        for (int token = 0; token < tokens; token++) {
            code.vpdpbusd(WHOLE + token, weights, RAX, token * ACTIVATION_BYTES + quad * 4);
        }
    }

    /**
     * {@code void activations(const float* input, output, blocks, stride, factor)}: one token's blocks, {@code stride}
     * bytes apart; the sum of a block's whole numbers is stored times {@code factor}. From what is infinite or no number
     * follow products that mean nothing.
     */
    static byte[] activations() {
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
        code.vdivps(4, 17, 2);
        code.vmulps(0, 0, 4);
        code.vmulps(1, 1, 4);
        code.vcvtps2dq(0, 0);
        code.vcvtps2dq(1, 1);
        code.vpmovsdbStore(RSI, 0, 0);
        code.vpmovsdbStore(RSI, 16, 1);
        code.vpaddd(2, 0, 1);
        fold(code, code::vpaddd);
        code.vmovd(RAX, 2);
        code.multiply(RAX, RCX);
        code.store(RSI, CORRECTION_AT, RAX);
        code.add(RDI, 2 * VECTOR);
        code.add(RSI, R9);
        code.decrement(RDX);
        code.jumpIfNotZero(block);
        code.leave();
        return code.bytes();
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
