package dev.drover.engine.kernel;

import dev.drover.engine.machinecode.ExecutableCode;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.AttentionCode.LANES;
import static dev.drover.engine.kernel.AttentionCode.SLAB;
import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.kernel.KernelLevel.QUERIES;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** Attention's two products in machine code, for heads whose size is a multiple of 16. */
@SuppressWarnings("restricted")
final class VnniAttention {

    private static @Nullable VnniAttention shared;

    private static final Linker.Option CRITICAL = Linker.Option.critical(true);
    private static final MethodHandle SCORES = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG), CRITICAL);
    private static final MethodHandle MIX = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG), CRITICAL);

    private static final int MOST_VECTORS = Math.max(POSITIONS / LANES, SLAB);

    /** By the number of rows and of vectors. */
    private final MemorySegment[] scores = code(AttentionCode::scores);
    private final MemorySegment[] mix = code(AttentionCode::mix);

    /**
     * Makes the code and compares what it computes with the reference.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    private VnniAttention() {
        test(new ScalarKernels());
    }

    /**
     * The code of this process.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    static synchronized VnniAttention shared() {
        if (shared == null) {
            shared = new VnniAttention();
        }
        return shared;
    }

    private static MemorySegment[] code(BiFunction<Integer, Integer, byte[]> writer) {
        return ExecutableCode.of(IntStream.range(0, QUERIES * MOST_VECTORS)
                .mapToObj(i -> writer.apply(i / MOST_VECTORS + 1, i % MOST_VECTORS + 1))
                .toList());
    }

    private static int place(int rows, int vectors) {
        return (rows - 1) * MOST_VECTORS + vectors - 1;
    }

    /** Whether heads of a size can be done. */
    static boolean fits(int size) {
        return size % LANES == 0;
    }

    /** As {@link KernelLevel#scores}. */
    void scores(float[] queries, int rows, int size, float[] keys, int keysAt, int count, float[] output, int at) {
        try {
            SCORES.invokeExact(scores[place(rows, (count + LANES - 1) / LANES)], MemorySegment.ofArray(queries),
                    from(keys, keysAt), from(output, at), (long) size);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** As {@link KernelLevel#mix}. */
    void mix(float[] weights, int at, int rows, int count, float[] values, int valuesAt, int size, float[] output) {
        int done = 0;
        while (done < size) {
            int vectors = Math.min(SLAB, (size - done) / LANES);
            try {
                MIX.invokeExact(mix[place(rows, vectors)], from(weights, at), from(values, valuesAt + done),
                        from(output, done), (long) count, (long) size * Float.BYTES);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
            done += vectors * LANES;
        }
    }

    private static MemorySegment from(float[] array, int at) {
        return MemorySegment.ofArray(array).asSlice((long) at * Float.BYTES);
    }

    /** Compares both with the reference, bit by bit. */
    private void test(KernelLevel reference) {
        SplittableRandom random = new SplittableRandom(2);
        int size = 7 * LANES;
        for (int rows = 1; rows <= QUERIES; rows++) {
            for (int count : new int[] {1, LANES + 1, 2 * LANES + 3, POSITIONS}) {
                float[] queries = VnniProducts.random(random, rows * size, 1);
                float[] chunk = VnniProducts.random(random, size * POSITIONS, 1);
                float[] weights = VnniProducts.random(random, rows * POSITIONS, 1);
                float[] found = new float[rows * POSITIONS];
                float[] expected = new float[rows * POSITIONS];
                scores(queries, rows, size, chunk, 0, count, found, 0);
                reference.scores(queries, rows, size, chunk, 0, POSITIONS, expected, 0);
                for (int row = 0; row < rows; row++) {
                    int at = row * POSITIONS;
                    same(Arrays.copyOfRange(found, at, at + count), Arrays.copyOfRange(expected, at, at + count));
                }
                float[] sums = queries.clone();
                mix(weights, 0, rows, count, chunk, 0, size, sums);
                reference.mix(weights, 0, rows, count, chunk, 0, size, queries);
                same(sums, queries);
            }
        }
    }

    private static void same(float[] found, float[] expected) {
        int place = Arrays.mismatch(found, expected);
        if (place >= 0) {
            throw new UnsupportedOperationException(
                    "its test of attention gave " + found[place] + " (expected: " + expected[place] + ")");
        }
    }
}
