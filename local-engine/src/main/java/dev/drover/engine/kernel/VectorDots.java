package dev.drover.engine.kernel;

import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Four rows of weights times one token's activations, a method a format. Weights are unpacked in registers to the value
 * the scalar reference gives, then multiplied and added in one rounding.
 */
final class VectorDots {

    private static final int BLOCK = 32;
    private static final int Q8_BYTES = 34;
    private static final int Q4_BYTES = 18;

    private VectorDots() {}

    /** Four rows in 32-bit floating point; the offsets are the rows' first bytes. */
    static FloatVector f32(MemorySegment data, long r0, long r1, long r2, long r3, int whole, float[] input) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long at = (long) i * Float.BYTES;
            a = f32(data, r0 + at).fma(x, a);
            b = f32(data, r1 + at).fma(x, b);
            c = f32(data, r2 + at).fma(x, c);
            d = f32(data, r3 + at).fma(x, d);
        }
        return Lanes.fold(a, b, c, d);
    }

    /** Four rows in 16-bit floating point. */
    static FloatVector f16(MemorySegment data, long r0, long r1, long r2, long r3, int whole, float[] input) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long at = (long) i * Short.BYTES;
            a = f16(data, r0 + at).fma(x, a);
            b = f16(data, r1 + at).fma(x, b);
            c = f16(data, r2 + at).fma(x, c);
            d = f16(data, r3 + at).fma(x, d);
        }
        return Lanes.fold(a, b, c, d);
    }

    /** Four rows in blocks of 8 bits a weight. */
    static FloatVector q80(MemorySegment data, long r0, long r1, long r2, long r3, int columns, float[] input) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int blocks = columns / BLOCK;
        for (int block = 0; block < blocks; block++) {
            long at = (long) block * Q8_BYTES;
            FloatVector sa = scale(data, r0 + at);
            FloatVector sb = scale(data, r1 + at);
            FloatVector sc = scale(data, r2 + at);
            FloatVector sd = scale(data, r3 + at);
            for (int i = 0; i < BLOCK; i += Lanes.BYTE_COUNT) {
                for (int part = 0; part < Lanes.BYTE_PARTS; part++) {
                    FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, block * BLOCK + i + part * Lanes.COUNT);
                    long from = at + Short.BYTES + i;
                    a = signed(data, r0 + from, part).mul(sa).fma(x, a);
                    b = signed(data, r1 + from, part).mul(sb).fma(x, b);
                    c = signed(data, r2 + from, part).mul(sc).fma(x, c);
                    d = signed(data, r3 + from, part).mul(sd).fma(x, d);
                }
            }
        }
        return Lanes.fold(a, b, c, d);
    }

    /** Four rows in blocks of 4 bits a weight; the low halves of the bytes first, as in memory order of weights. */
    static FloatVector q40(MemorySegment data, long r0, long r1, long r2, long r3, int columns, float[] input) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int blocks = columns / BLOCK;
        for (int block = 0; block < blocks; block++) {
            long at = (long) block * Q4_BYTES;
            FloatVector sa = scale(data, r0 + at);
            FloatVector sb = scale(data, r1 + at);
            FloatVector sc = scale(data, r2 + at);
            FloatVector sd = scale(data, r3 + at);
            for (int half = 0; half < 2; half++) {
                for (int i = 0; i < BLOCK / 2; i += Lanes.BYTE_COUNT) {
                    for (int part = 0; part < Lanes.BYTE_PARTS; part++) {
                        FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input,
                                block * BLOCK + half * (BLOCK / 2) + i + part * Lanes.COUNT);
                        long from = at + Short.BYTES + i;
                        a = nibble(data, r0 + from, part, half, sa).fma(x, a);
                        b = nibble(data, r1 + from, part, half, sb).fma(x, b);
                        c = nibble(data, r2 + from, part, half, sc).fma(x, c);
                        d = nibble(data, r3 + from, part, half, sd).fma(x, d);
                    }
                }
            }
        }
        return Lanes.fold(a, b, c, d);
    }

    static FloatVector f32(MemorySegment data, long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, data, at, LITTLE_ENDIAN);
    }

    /**
     * Half precision to single: the bits without the sign, moved up 13, are the number times 2^-112, also when it is
     * subnormal; infinities and what is no number have their exponent put right.
     */
    static FloatVector f16(MemorySegment data, long at) {
        IntVector bits = (IntVector) ShortVector.fromMemorySegment(Lanes.SHORTS, data, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.INTS, 0);
        IntVector magnitude = bits.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
        IntVector finite = magnitude.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
        IntVector value = finite.blend(magnitude.or(0x7f80_0000), magnitude.compare(VectorOperators.GE, 0x7c00 << 13));
        return value.or(bits.and(0x8000).lanewise(VectorOperators.LSHL, 16)).reinterpretAsFloats();
    }

    static FloatVector scale(MemorySegment data, long at) {
        return FloatVector.broadcast(Lanes.FLOATS, Float.float16ToFloat(data.get(LittleEndian.SHORT, at)));
    }

    static FloatVector signed(MemorySegment data, long at, int part) {
        return (FloatVector) ByteVector.fromMemorySegment(Lanes.BYTES, data, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2F, Lanes.FLOATS, part);
    }

    /** {@code scale * (q - 8)} in one rounding, as the difference is exact. */
    static FloatVector nibble(MemorySegment data, long at, int part, int half, FloatVector scale) {
        IntVector pair = (IntVector) ByteVector.fromMemorySegment(Lanes.BYTES, data, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, part);
        IntVector code = half == 0 ? pair.and(15) : pair.lanewise(VectorOperators.LSHR, 4);
        FloatVector value = (FloatVector) code.convert(VectorOperators.I2F, 0);
        return value.sub(8).mul(scale);
    }

    /** What remains of a row in single or half precision after the last whole vector. */
    static float tail(Matrix matrix, int row, int whole, float[] input, int at) {
        float sum = 0;
        boolean half = matrix.format().blockBytes() == Short.BYTES;
        for (int i = whole; i < matrix.columns(); i++) {
            long place = matrix.offset(row) + (long) i * matrix.format().blockBytes();
            float weight = half ? Float.float16ToFloat(matrix.data().get(LittleEndian.SHORT, place))
                    : matrix.data().get(LittleEndian.FLOAT, place);
            sum = Math.fma(weight, input[at + i], sum);
        }
        return sum;
    }

}
