package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.machinecode.ExecutableCode;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static dev.drover.engine.kernel.PackedLayout.BLOCK;
import static dev.drover.engine.kernel.PackedLayout.ROWS;
import static dev.drover.engine.kernel.VnniCode.MOST_TOKENS;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Products with the weights of one format in machine code, activations in 8 bits as well. For several tokens the groups
 * of rows that fit the cache meet all tokens, twelve at a time, before the next groups. The code is called without
 * telling the garbage collector, so that arrays need not be copied: a call is kept below some 100 microseconds.
 */
@SuppressWarnings("restricted")
final class VnniProducts {

    private static final long CALL_WEIGHTS = 1 << 20;
    private static final long CALL_PRODUCTS = 4 << 20;
    private static final Linker.Option CRITICAL = Linker.Option.critical(true);
    private static final MethodHandle PRODUCT = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    CRITICAL);
    private static final MethodHandle ACTIVATIONS = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), CRITICAL);

    private final PackedLayout layout;
    /** Activations at 0, then products by the number of tokens. */
    private final MemorySegment[] codes;

    /**
     * Makes the code and compares what it computes with the reference.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    VnniProducts(PackedLayout layout) {
        this.layout = layout;
        this.codes = ExecutableCode.of(IntStream.rangeClosed(0, MOST_TOKENS)
                .mapToObj(tokens -> tokens == 0 ? VnniCode.activations(layout) : VnniCode.product(layout, tokens))
                .toList());
        test();
    }

    /** The matrix with its weights in this order as well. */
    Matrix prepare(Matrix matrix) {
        return matrix.packed(VnniWeights.pack(matrix, layout));
    }

    /** How many bytes the weights of a matrix take in this order. */
    long bytes(long rows, int columns) {
        return Math.ceilDiv(rows, (long) ROWS) * layout.bytes(columns);
    }

    /** As {@link KernelLevel#multiply}, for a matrix that was prepared. */
    void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch) {
        int columns = matrix.columns();
        long quantized = quantize(input, tokens, columns, scratch);
        long weights = Objects.requireNonNull(matrix.packed()).address();
        long groupBytes = layout.bytes(columns);
        int most = (int) Math.max(1,
                Math.min(CALL_WEIGHTS / columns, CALL_PRODUCTS / columns / Math.min(tokens, MOST_TOKENS)) / ROWS);
        int row = from;
        while (row < to) {
            int groups = row % ROWS == 0 ? Math.min(most, (to - row) / ROWS) : 0;
            long group = weights + row / ROWS * groupBytes;
            if (groups > 0) {
                chunks(group, quantized, columns, tokens, groups, output, row, stride);
                row += groups * ROWS;
            } else {
                int end = Math.min(to, (row / ROWS + 1) * ROWS);
                float[] part = scratch.floats(tokens * ROWS);
                chunks(group, quantized, columns, tokens, 1, part, 0, ROWS);
                for (int token = 0; token < tokens; token++) {
                    System.arraycopy(part, token * ROWS + row % ROWS, output, token * stride + row, end - row);
                }
                row = end;
            }
        }
    }

    /** Some groups of rows times all tokens. */
    private void chunks(long weights, long quantized, int columns, int tokens, int groups, float[] output, int at,
            int stride) {
        int blocks = columns / BLOCK;
        MemorySegment target = MemorySegment.ofArray(output);
        int chunks = chunks(tokens);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int first = tokens * chunk / chunks;
            int count = tokens * (chunk + 1) / chunks - first;
            try {
                PRODUCT.invokeExact(codes[count], weights, quantized + (long) first * blocks * layout.activationBytes(),
                        target.asSlice(((long) first * stride + at) * Float.BYTES),
                        (long) (blocks / layout.unitBlocks()), (long) groups, (long) stride * Float.BYTES);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    /** Brings activations to 8 bits; returns where they are. */
    private long quantize(float[] input, int tokens, int columns, Scratch scratch) {
        int blocks = columns / BLOCK;
        int bytes = layout.activationBytes();
        long address = scratch.bytes((long) tokens * blocks * bytes).address();
        MemorySegment source = MemorySegment.ofArray(input);
        int chunks = chunks(tokens);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int first = tokens * chunk / chunks;
            int end = tokens * (chunk + 1) / chunks;
            for (int token = first; token < end; token++) {
                long to = address + ((long) first * blocks + token - first) * bytes;
                try {
                    ACTIVATIONS.invokeExact(codes[0], source.asSlice((long) token * columns * Float.BYTES), to,
                            (long) blocks, (long) (end - first) * bytes, (long) layout.lowest());
                } catch (Throwable impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
        return address;
    }

    /** In how many parts of at most twelve the tokens are multiplied. */
    private static int chunks(int tokens) {
        return (tokens + MOST_TOKENS - 1) / MOST_TOKENS;
    }

    /** Compares all products with the reference's, bit by bit. */
    private void test() {
        CodedFormat format = layout.format();
        int rows = ROWS + 3;
        int columns = Math.max(3 * BLOCK, 2 * format.blockSize());
        SplittableRandom random = new SplittableRandom(1);
        float[] values = random(random, rows * columns, 1);
        float[] input = random(random, MOST_TOKENS * columns, 9);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(format.bytes((long) rows * columns), 64);
            format.quantize(values, 0, rows * columns, data, 0);
            Matrix matrix = prepare(new Matrix(data, format, rows, columns));
            float[] expected = new float[MOST_TOKENS * rows];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = QuantizedReference.product(matrix, i % rows, input, i / rows * columns);
            }
            for (int tokens = 1; tokens <= MOST_TOKENS; tokens++) {
                float[] output = new float[tokens * rows];
                multiply(matrix, 0, rows, input, tokens, output, rows, new Scratch());
                for (int i = 0; i < output.length; i++) {
                    if (output[i] != expected[i]) {
                        throw new UnsupportedOperationException("its test of " + format.name() + " with " + tokens
                                + " tokens gave " + output[i] + " (expected: " + expected[i] + ")");
                    }
                }
            }
        }
    }

    /** Numbers from {@code -most} to {@code most}. */
    static float[] random(SplittableRandom random, int count, float most) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-most, most);
        }
        return values;
    }
}
