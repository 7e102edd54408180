package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * A way to store a run of numbers as blocks of bytes. Stateless; safe for use by many threads. All byte layouts are
 * little-endian, as in GGUF files.
 */
public interface BlockFormat {

    /** The name as people write it, in lower case: {@code q8_0}. */
    String name();

    /** The number that stands for it in a GGUF file's tensor list. */
    int id();

    /** The number that stands for a file stored mostly in it, GGUF's {@code general.file_type}. */
    int fileType();

    /** How many numbers a block holds. */
    int blockSize();

    /** How many bytes a block takes. */
    int blockBytes();

    /**
     * Stores numbers. The scalar reference: plain, not quick.
     *
     * @param source finite numbers
     * @param from where they start
     * @param count how many, a multiple of {@link #blockSize}
     * @param target receives {@link #bytes} of {@code count}
     * @param offset where in {@code target} the first block goes, in bytes
     */
    void quantize(float[] source, int from, int count, MemorySegment target, long offset);

    /**
     * Restores numbers. The scalar reference: plain, not quick.
     *
     * @param source the blocks
     * @param offset where in {@code source} the first block lies, in bytes
     * @param target receives the numbers
     * @param from where the first goes
     * @param count how many, a multiple of {@link #blockSize}
     */
    void dequantize(MemorySegment source, long offset, float[] target, int from, int count);

    /**
     * How many bytes a run of numbers takes.
     *
     * @param count how many numbers, a multiple of {@link #blockSize}
     * @throws ArithmeticException when it is more than a long can hold
     */
    default long bytes(long count) {
        if (count < 0 || count % blockSize() != 0) {
            throw new IllegalArgumentException(
                    "count: " + count + " (expected: a multiple of " + blockSize() + " for " + name() + ")");
        }
        return Math.multiplyExact(count / blockSize(), (long) blockBytes());
    }
}
