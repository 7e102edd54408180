package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Blocks of small whole numbers, the codes, with scales that neighbours share. A number of group g is
 * {@code scale(g) * value(code) + offset(g)}, the offset only where the format has some. All formats are told apart by
 * tables: where the codes lie ({@link Run}) and what they mean; so kernels that know the tables know every format.
 */
public abstract class CodedFormat implements BlockFormat {

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Label label;
    private final Coding coding;
    private final Run[] runs;

    CodedFormat(Label label, Coding coding, Run... runs) {
        this.label = label;
        this.coding = coding;
        this.runs = runs;
    }

    @Override
    public final String name() {
        return label.name();
    }

    @Override
    public final int id() {
        return label.id();
    }

    @Override
    public final int fileType() {
        return label.fileType();
    }

    @Override
    public final int blockSize() {
        return label.blockSize();
    }

    @Override
    public final int blockBytes() {
        return label.blockBytes();
    }

    /** How many bits a code has, 2 to 8. */
    public final int bits() {
        return coding.bits();
    }

    /** How many neighbouring numbers share a scale, 16 or 32. */
    public final int groupSize() {
        return coding.groupSize();
    }

    /** The code whose value is 0, where values are not looked up. */
    public final int zero() {
        return coding.zero();
    }

    /** The bits of a code that are stored the other way round. */
    public final int flip() {
        return coding.flip();
    }

    /** Whether a group's scale, and its offset, is a step times the block's factor. */
    public final boolean hasSteps() {
        return coding.steps();
    }

    /** Whether numbers have an offset. */
    public final boolean hasOffsets() {
        return coding.offsets();
    }

    /** The value of every code, -128 to 127, where values are looked up, else empty. Not to be changed. */
    public final byte[] table() {
        return coding.table();
    }

    /** Where the codes of a block's numbers lie: run i is about numbers 16 i to 16 i + 15. */
    public final Run run(int index) {
        return runs[index];
    }

    /** The factor that all scales of a block have: where a format does not say otherwise, the half that it begins with. */
    public float factor(MemorySegment source, long at) {
        return half(source, at);
    }

    /** Whether factors are powers of two of any size; else they are numbers of half precision. */
    public boolean factorsArePowers() {
        return false;
    }

    /** A group's step, -128 to 127; 1 in formats that have none. */
    public int step(MemorySegment source, long at, int group) {
        return 1;
    }

    /** The factor that all offsets of a block have; 0 in formats that have none. */
    public float offsetFactor(MemorySegment source, long at) {
        return 0;
    }

    /** A group's step of the offset, 0 to 127; 1 in formats that have none. */
    public int offsetStep(MemorySegment source, long at, int group) {
        return 1;
    }

    /** A group's scale; exact, as factors have few enough bits. */
    public final float scale(MemorySegment source, long at, int group) {
        return factor(source, at) * step(source, at, group);
    }

    /** What is added to a group's numbers; exact. */
    public final float offset(MemorySegment source, long at, int group) {
        return offsetFactor(source, at) * offsetStep(source, at, group);
    }

    /** The code of a block's number. */
    public final int code(MemorySegment source, long at, int index) {
        Run run = runs[index / Run.NUMBERS];
        int lane = index % Run.NUMBERS;
        int code = (source.get(ValueLayout.JAVA_BYTE, at + run.at() + lane) >> run.shift()) & mask(run.bits());
        if (run.highBits() > 0) {
            int high = run.word() ? source.get(LittleEndian.SHORT, at + run.highAt()) >> lane
                    : source.get(ValueLayout.JAVA_BYTE, at + run.highAt() + lane) >> run.highShift();
            code |= (high & mask(run.highBits())) << run.bits();
        }
        return code ^ coding.flip();
    }

    /** The codes of a run: {@link Run#NUMBERS} bytes of {@code target}, from {@code to} on. */
    public final void codes(MemorySegment source, long at, int index, byte[] target, int to) {
        Run run = runs[index];
        int word = run.word() ? source.get(LittleEndian.SHORT, at + run.highAt()) : 0;
        long low = EACH * mask(run.bits());
        long high = run.word() ? 0 : EACH * mask(run.highBits());
        long flip = EACH * (coding.flip() & 255);
        for (int lane = 0; lane < Run.NUMBERS; lane += Long.BYTES) {
            long eight = source.get(LittleEndian.LONG, at + run.at() + lane) >>> run.shift() & low;
            if (high != 0) {
                eight |= (source.get(LittleEndian.LONG, at + run.highAt() + lane) >>> run.highShift() & high) << run
                        .bits();
            }
            if (run.word()) {
                eight |= spread(word >>> lane & 255) << run.bits();
            }
            EIGHT.set(target, to + lane, eight ^ flip);
        }
    }

    /** Eight bits, each as the lowest of a byte. */
    private static long spread(int bits) {
        return Long.expand(bits, EACH);
    }

    /** The whole number that a code stands for, -128 to 127. */
    public final int value(int code) {
        return coding.table().length > 0 ? coding.table()[code] : code - coding.zero();
    }

    /** The code whose value comes next to a number. */
    int nearest(double value) {
        return (int) Math.clamp(Math.rint(value) + coding.zero(), 0.0, mask(coding.bits()));
    }

    private static int mask(int bits) {
        return (1 << bits) - 1;
    }

    @Override
    public final void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        int groups = blockSize() / groupSize();
        int blocks = blocks(count);
        for (int block = 0; block < blocks; block++) {
            long at = offset + (long) block * blockBytes();
            for (int group = 0; group < groups; group++) {
                float scale = scale(source, at, group);
                float added = offset(source, at, group);
                int first = group * groupSize();
                int to = from + block * blockSize() + first;
                for (int i = 0; i < groupSize(); i++) {
                    float number = scale * value(code(source, at, first + i));
                    target[to + i] = hasOffsets() ? number + added : number;
                }
            }
        }
    }

    @Override
    public final void quantize(float[] source, int from, int count, MemorySegment target, long offset) {
        int blocks = blocks(count);
        for (int block = 0; block < blocks; block++) {
            quantize(source, from + block * blockSize(), target, offset + (long) block * blockBytes());
        }
    }

    /** Stores one block. */
    abstract void quantize(float[] source, int from, MemorySegment target, long at);

    private int blocks(int count) {
        bytes(count);
        return count / blockSize();
    }

    @Override
    public final String toString() {
        return name();
    }

    /** Stores all codes of a block; scales are left as they are. */
    final void putCodes(int[] codes, MemorySegment target, long at) {
        for (Run run : runs) {
            target.asSlice(at + run.at(), Run.NUMBERS).fill((byte) 0);
            if (run.highBits() > 0) {
                target.asSlice(at + run.highAt(), run.word() ? Short.BYTES : Run.NUMBERS).fill((byte) 0);
            }
        }
        for (int index = 0; index < codes.length; index++) {
            Run run = runs[index / Run.NUMBERS];
            int lane = index % Run.NUMBERS;
            int code = codes[index] ^ coding.flip();
            add(target, at + run.at() + lane, (code & mask(run.bits())) << run.shift());
            int high = (code >> run.bits()) & mask(run.highBits());
            if (run.word()) {
                add(target, at + run.highAt() + lane / 8, high << (lane % 8));
            } else if (run.highBits() > 0) {
                add(target, at + run.highAt() + lane, high << run.highShift());
            }
        }
    }

    private static void add(MemorySegment target, long at, int bits) {
        target.set(ValueLayout.JAVA_BYTE, at, (byte) (target.get(ValueLayout.JAVA_BYTE, at) | bits));
    }

    /** A number in half precision. */
    static float half(MemorySegment source, long at) {
        return Float.float16ToFloat(source.get(LittleEndian.SHORT, at));
    }

    /** Stores a number in half precision; returns what is stored. */
    static float putHalf(MemorySegment target, long at, float value) {
        short bits = Float.floatToFloat16(value);
        target.set(LittleEndian.SHORT, at, bits);
        return Float.float16ToFloat(bits);
    }
}
