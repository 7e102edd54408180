package dev.drover.engine.kernel;

import dev.drover.engine.format.BF16Format;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.LittleEndian;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Four rows of weights times one token's activations, a method a format. Weights are unpacked in registers to the value
 * the scalar reference gives, then multiplied and added in one rounding.
 *
 * <p>
 * Accumulators leave a method through memory only: as soon as one is handed to a call that the compiler does not
 * inline, it makes an object of it in every turn of the loop, which costs a factor of twenty.
 */
final class VectorDots {

    private static final int BLOCK = 32;
    private static final int Q8_BYTES = 34;
    private static final int Q4_BYTES = 18;

    private VectorDots() {}

    /** Whether there is a method for a format. */
    static boolean knows(BlockFormat format) {
        return switch (format.id()) {
            case 0, 1, 2, 8, 30 -> true;
            default -> false;
        };
    }

    /** Four rows in 32-bit floating point; the offsets are the rows' first bytes. */
    static void f32(long r0, long r1, long r2, long r3, int whole, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long place = (long) i * Float.BYTES;
            a = f32(r0 + place).fma(x, a);
            b = f32(r1 + place).fma(x, b);
            c = f32(r2 + place).fma(x, c);
            d = f32(r3 + place).fma(x, d);
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    /** Four rows in 16-bit floating point. */
    static void f16(long r0, long r1, long r2, long r3, int whole, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long place = (long) i * Short.BYTES;
            a = f16(r0 + place).fma(x, a);
            b = f16(r1 + place).fma(x, b);
            c = f16(r2 + place).fma(x, c);
            d = f16(r3 + place).fma(x, d);
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    /** Four rows in the upper half of 32-bit floating point. */
    static void bf16(long r0, long r1, long r2, long r3, int whole, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long place = (long) i * Short.BYTES;
            a = bf16(r0 + place).fma(x, a);
            b = bf16(r1 + place).fma(x, b);
            c = bf16(r2 + place).fma(x, c);
            d = bf16(r3 + place).fma(x, d);
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    /** Four rows in blocks of 8 bits a weight, 16 lanes: two vectors a block. */
    static void q80(long r0, long r1, long r2, long r3, int columns, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int blocks = columns / BLOCK;
        for (int block = 0; block < blocks; block++) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, block * BLOCK);
            FloatVector y = FloatVector.fromArray(Lanes.FLOATS, input, block * BLOCK + BLOCK / 2);
            long place = (long) block * Q8_BYTES;
            FloatVector sa = scale(r0 + place);
            a = signed(r0 + place + 2, 0).mul(sa).fma(x, a);
            a = signed(r0 + place + 18, 0).mul(sa).fma(y, a);
            FloatVector sb = scale(r1 + place);
            b = signed(r1 + place + 2, 0).mul(sb).fma(x, b);
            b = signed(r1 + place + 18, 0).mul(sb).fma(y, b);
            FloatVector sc = scale(r2 + place);
            c = signed(r2 + place + 2, 0).mul(sc).fma(x, c);
            c = signed(r2 + place + 18, 0).mul(sc).fma(y, c);
            FloatVector sd = scale(r3 + place);
            d = signed(r3 + place + 2, 0).mul(sd).fma(x, d);
            d = signed(r3 + place + 18, 0).mul(sd).fma(y, d);
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    /** The same with fewer lanes. */
    static void q80Narrow(long r0, long r1, long r2, long r3, int columns, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < columns; i += Lanes.BYTE_COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long block = (long) (i / BLOCK) * Q8_BYTES;
            long place = block + Short.BYTES + i % BLOCK;
            a = signed(r0 + place, 0).mul(scale(r0 + block)).fma(x, a);
            b = signed(r1 + place, 0).mul(scale(r1 + block)).fma(x, b);
            c = signed(r2 + place, 0).mul(scale(r2 + block)).fma(x, c);
            d = signed(r3 + place, 0).mul(scale(r3 + block)).fma(x, d);
            if (Lanes.BYTE_PARTS > 1) {
                FloatVector y = FloatVector.fromArray(Lanes.FLOATS, input, i + Lanes.COUNT);
                a = signed(r0 + place, 1).mul(scale(r0 + block)).fma(y, a);
                b = signed(r1 + place, 1).mul(scale(r1 + block)).fma(y, b);
                c = signed(r2 + place, 1).mul(scale(r2 + block)).fma(y, c);
                d = signed(r3 + place, 1).mul(scale(r3 + block)).fma(y, d);
            }
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    /** Two rows in blocks of 4 bits a weight, 16 lanes: the low halves of the bytes, then the high ones. */
    static void q40(long r0, long r1, int columns, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        int blocks = columns / BLOCK;
        for (int block = 0; block < blocks; block++) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, block * BLOCK);
            FloatVector y = FloatVector.fromArray(Lanes.FLOATS, input, block * BLOCK + BLOCK / 2);
            long place = (long) block * Q4_BYTES;
            FloatVector sa = scale(r0 + place);
            a = nibble(r0 + place + 2, 0, 0).mul(sa).fma(x, a);
            a = nibble(r0 + place + 2, 0, 4).mul(sa).fma(y, a);
            FloatVector sb = scale(r1 + place);
            b = nibble(r1 + place + 2, 0, 0).mul(sb).fma(x, b);
            b = nibble(r1 + place + 2, 0, 4).mul(sb).fma(y, b);
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
    }

    /** The same with fewer lanes. */
    static void q40Narrow(long r0, long r1, long r2, long r3, int columns, float[] input, float[] sums, int at) {
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < columns; i += Lanes.BYTE_COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, i);
            long block = (long) (i / BLOCK) * Q4_BYTES;
            long place = block + Short.BYTES + i % (BLOCK / 2);
            int shift = i % BLOCK / (BLOCK / 2) * 4;
            a = nibble(r0 + place, 0, shift).mul(scale(r0 + block)).fma(x, a);
            b = nibble(r1 + place, 0, shift).mul(scale(r1 + block)).fma(x, b);
            c = nibble(r2 + place, 0, shift).mul(scale(r2 + block)).fma(x, c);
            d = nibble(r3 + place, 0, shift).mul(scale(r3 + block)).fma(x, d);
            if (Lanes.BYTE_PARTS > 1) {
                FloatVector y = FloatVector.fromArray(Lanes.FLOATS, input, i + Lanes.COUNT);
                a = nibble(r0 + place, 1, shift).mul(scale(r0 + block)).fma(y, a);
                b = nibble(r1 + place, 1, shift).mul(scale(r1 + block)).fma(y, b);
                c = nibble(r2 + place, 1, shift).mul(scale(r2 + block)).fma(y, c);
                d = nibble(r3 + place, 1, shift).mul(scale(r3 + block)).fma(y, d);
            }
        }
        a.intoArray(sums, at);
        b.intoArray(sums, at + Lanes.COUNT);
        c.intoArray(sums, at + 2 * Lanes.COUNT);
        d.intoArray(sums, at + 3 * Lanes.COUNT);
    }

    static FloatVector f32(long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOATS, Memory.ALL, at, LITTLE_ENDIAN);
    }

    /**
     * Half precision to single: the bits without the sign, moved up 13, are the number times 2^-112, also when it is
     * subnormal; infinities and what is no number have their exponent put right.
     */
    static FloatVector f16(long at) {
        IntVector bits = (IntVector) ShortVector.fromMemorySegment(Lanes.SHORTS, Memory.ALL, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.INTS, 0);
        IntVector magnitude = bits.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
        IntVector finite = magnitude.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
        IntVector value = finite.blend(magnitude.or(0x7f80_0000), magnitude.compare(VectorOperators.GE, 0x7c00 << 13));
        return value.or(bits.and(0x8000).lanewise(VectorOperators.LSHL, 16)).reinterpretAsFloats();
    }

    /** The upper halves of numbers in single precision. */
    static FloatVector bf16(long at) {
        IntVector bits = (IntVector) ShortVector.fromMemorySegment(Lanes.SHORTS, Memory.ALL, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.INTS, 0);
        return bits.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
    }

    static FloatVector scale(long at) {
        return FloatVector.broadcast(Lanes.FLOATS, Float.float16ToFloat(Memory.ALL.get(LittleEndian.SHORT, at)));
    }

    /** Signed bytes as numbers. */
    static FloatVector signed(long at, int part) {
        return (FloatVector) ByteVector.fromMemorySegment(Lanes.BYTES, Memory.ALL, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2F, Lanes.FLOATS, part);
    }

    /** Half bytes as numbers from -8 to 7: the low halves with shift 0, the high ones with shift 4. */
    static FloatVector nibble(long at, int part, int shift) {
        IntVector pair = (IntVector) ByteVector.fromMemorySegment(Lanes.BYTES, Memory.ALL, at, LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, part);
        return ((FloatVector) pair.lanewise(VectorOperators.LSHR, shift).and(15).convert(VectorOperators.I2F, 0))
                .sub(8);
    }

    /** What remains of a row in single or half precision after the last whole vector. */
    static float tail(Matrix matrix, int row, int whole, float[] input, int at) {
        float sum = 0;
        int size = matrix.format().blockBytes();
        for (int i = whole; i < matrix.columns(); i++) {
            long place = matrix.offset(row) + (long) i * size;
            float weight = switch (matrix.format().id()) {
                case 1 -> Float.float16ToFloat(matrix.data().get(LittleEndian.SHORT, place));
                case 30 -> BF16Format.number(matrix.data().get(LittleEndian.SHORT, place));
                default -> matrix.data().get(LittleEndian.FLOAT, place);
            };
            sum = Math.fma(weight, input[at + i], sum);
        }
        return sum;
    }
}
