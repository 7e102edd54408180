package dev.drover.engine.kernel;

import dev.drover.engine.machinecode.Assembler;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.machinecode.Register.R8;
import static dev.drover.engine.machinecode.Register.R9;
import static dev.drover.engine.machinecode.Register.RAX;
import static dev.drover.engine.machinecode.Register.RCX;
import static dev.drover.engine.machinecode.Register.RDI;
import static dev.drover.engine.machinecode.Register.RDX;
import static dev.drover.engine.machinecode.Register.RSI;

/**
 * The machine code of {@link VnniAttention}, for 512-bit vectors: up to {@value KernelLevel#QUERIES} queries meet every key and
 * value while it is in a register. Sums are added in the order that {@link KernelLevel} states, so the bits are those of
 * the scalar reference.
 */
final class AttentionCode {

    /** The floats of a vector. */
    static final int LANES = 16;
    /** The most vectors of a head's values that a call of {@link #mix} works on. */
    static final int SLAB = 4;

    private static final int VECTOR = LANES * Float.BYTES;
    private static final int POSITION_BYTES = POSITIONS * Float.BYTES;
    /** Registers: 0 to 23 sums, then those below. */
    private static final int SHARED = 24;
    private static final int ONE = 28;

    private AttentionCode() {}

    /**
     * {@code void scores(const float* queries, const float* keys, float* output, size)}: queries lie one after another;
     * the keys of a dimension, and the products of a query, are {@value KernelLevel#POSITIONS} floats apart.
     *
     * @param rows how many queries
     * @param vectors how many times 16 positions
     */
    static byte[] scores(int rows, int vectors) {
        Assembler code = new Assembler();
        code.mov(R8, RCX);
        code.shiftLeft(R8, 2);
        code.mov(R9, RDI);
        for (int row = 0; row < 3; row++) {
            code.add(R9, R8);
        }
        for (int sum = 0; sum < rows * vectors; sum++) {
            code.vpxord(sum, sum, sum);
        }
        int dimension = code.here();
        for (int vector = 0; vector < vectors; vector++) {
            code.vmovups(SHARED + vector, RSI, vector * VECTOR);
        }
        for (int row = 0; row < rows; row++) {
            var base = row < 3 ? RDI : R9;
            if (row % 3 == 0) {
                code.vbroadcastss(ONE, base, 0);
            } else {
                code.vbroadcastss(ONE, base, R8, row % 3);
            }
            for (int vector = 0; vector < vectors; vector++) {
                code.vfmadd231ps(row * vectors + vector, SHARED + vector, ONE);
            }
        }
        code.add(RDI, Float.BYTES);
        code.add(R9, Float.BYTES);
        code.add(RSI, POSITION_BYTES);
        code.decrement(RCX);
        code.jumpIfNotZero(dimension);
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                code.vmovupsStore(RDX, row * POSITION_BYTES + vector * VECTOR, row * vectors + vector);
            }
        }
        code.leave();
        return code.bytes();
    }

    /**
     * {@code void mix(const float* weights, const float* values, float* output, count, size)}: the weights of a sum are
     * {@value KernelLevel#POSITIONS} floats apart, the values of a position and the sums {@code size} bytes.
     *
     * @param rows how many sums
     * @param vectors how many times 16 of the values
     */
    static byte[] mix(int rows, int vectors) {
        Assembler code = new Assembler();
        code.mov(RAX, RDX);
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                code.vmovups(row * vectors + vector, RAX, vector * VECTOR);
            }
            code.add(RAX, R8);
        }
        int position = code.here();
        for (int vector = 0; vector < vectors; vector++) {
            code.vmovups(SHARED + vector, RSI, vector * VECTOR);
        }
        for (int row = 0; row < rows; row++) {
            code.vbroadcastss(ONE, RDI, row * POSITION_BYTES);
            for (int vector = 0; vector < vectors; vector++) {
                code.vfmadd231ps(row * vectors + vector, SHARED + vector, ONE);
            }
        }
        code.add(RDI, Float.BYTES);
        code.add(RSI, R8);
        code.decrement(RCX);
        code.jumpIfNotZero(position);
        for (int row = 0; row < rows; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                code.vmovupsStore(RDX, vector * VECTOR, row * vectors + vector);
            }
            code.add(RDX, R8);
        }
        code.leave();
        return code.bytes();
    }
}
