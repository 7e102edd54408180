package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.machinecode.ExecutableCode;
import dev.drover.engine.machinecode.Processor;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.SplittableRandom;

import static dev.drover.engine.kernel.VnniCode.ACTIVATION_BYTES;
import static dev.drover.engine.kernel.VnniCode.BLOCK;
import static dev.drover.engine.kernel.VnniCode.MOST_TOKENS;
import static dev.drover.engine.kernel.VnniCode.ROWS;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Products with weights of Q8_0 and Q4_0 in machine code, activations in 8 bits as well; all else as in
 * {@link VectorKernels}. For several tokens the groups of rows that fit the cache meet all tokens, twelve at a time, before
 * the next groups. The code is called without telling the garbage collector, so that arrays need not be copied: a call
 * is kept below some 100 microseconds.
 */
@SuppressWarnings("restricted")
final class VnniKernels extends VectorKernels {

    private static final Set<String> NEEDED = Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni");
    private static final long CALL_WEIGHTS = 1 << 20;
    private static final long CALL_PRODUCTS = 4 << 20;
    private static final Linker.Option CRITICAL = Linker.Option.critical(true);
    private static final MethodHandle PRODUCT = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    CRITICAL);
    private static final MethodHandle ACTIVATIONS = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), CRITICAL);
    private static final MethodHandle RATE = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG));

    private final MemorySegment[] eightBits = new MemorySegment[MOST_TOKENS + 1];
    private final MemorySegment[] fourBits = new MemorySegment[MOST_TOKENS + 1];
    private final MemorySegment activations;
    private final MemorySegment rate;

    /**
     * Makes the code and compares what it computes with the reference.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    VnniKernels() {
        Set<String> missing = Processor.current().lacks(NEEDED);
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException("the processor lacks " + String.join(", ", missing));
        }
        for (int tokens = 1; tokens <= MOST_TOKENS; tokens++) {
            eightBits[tokens] = ExecutableCode.of(VnniCode.product(tokens, 8));
            fourBits[tokens] = ExecutableCode.of(VnniCode.product(tokens, 4));
        }
        activations = ExecutableCode.of(VnniCode.activations());
        rate = ExecutableCode.of(VnniCode.rate());
        test(BlockFormats.Q8_0);
        test(BlockFormats.Q4_0);
    }

    @Override
    public String name() {
        return "vnni";
    }

    @Override
    public String description() {
        return "machine code for dot products of bytes, 512 bits";
    }

    @Override
    public Matrix prepare(Matrix matrix) {
        return matrix.packed(VnniWeights.pack(matrix));
    }

    @Override
    public boolean compiles(BlockFormat format) {
        return VnniWeights.bits(format) == 0;
    }

    @Override
    public void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch) {
        MemorySegment weights = matrix.packed();
        if (weights == null) {
            super.multiply(matrix, from, to, input, tokens, output, stride, scratch);
            return;
        }
        int columns = matrix.columns();
        int bits = VnniWeights.bits(matrix.format());
        long quantized = quantize(input, tokens, columns, bits, scratch);
        long groupBytes = VnniWeights.groupBytes(columns, bits);
        int most = (int) Math.max(1,
                Math.min(CALL_WEIGHTS / columns, CALL_PRODUCTS / columns / Math.min(tokens, MOST_TOKENS)) / ROWS);
        int row = from;
        while (row < to) {
            int groups = row % ROWS == 0 ? Math.min(most, (to - row) / ROWS) : 0;
            long group = weights.address() + row / ROWS * groupBytes;
            if (groups > 0) {
                chunks(bits, group, quantized, columns, tokens, groups, output, row, stride);
                row += groups * ROWS;
            } else {
                int end = Math.min(to, (row / ROWS + 1) * ROWS);
                float[] part = scratch.floats(tokens * ROWS);
                chunks(bits, group, quantized, columns, tokens, 1, part, 0, ROWS);
                for (int token = 0; token < tokens; token++) {
                    System.arraycopy(part, token * ROWS + row % ROWS, output, token * stride + row, end - row);
                }
                row = end;
            }
        }
    }

    /** Some groups of rows times all tokens. */
    private void chunks(int bits, long weights, long quantized, int columns, int tokens, int groups, float[] output,
            int at, int stride) {
        int blocks = columns / BLOCK;
        MemorySegment target = MemorySegment.ofArray(output);
        int chunks = chunks(tokens);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int first = tokens * chunk / chunks;
            int count = tokens * (chunk + 1) / chunks - first;
            MemorySegment code = bits == 8 ? eightBits[count] : fourBits[count];
            try {
                PRODUCT.invokeExact(code, weights, quantized + (long) first * blocks * ACTIVATION_BYTES,
                        target.asSlice(((long) first * stride + at) * Float.BYTES), (long) blocks, (long) groups,
                        (long) stride * Float.BYTES);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    /** Brings activations to 8 bits; returns where they are. */
    private long quantize(float[] input, int tokens, int columns, int bits, Scratch scratch) {
        int blocks = columns / BLOCK;
        long address = scratch.bytes((long) tokens * blocks * ACTIVATION_BYTES).address();
        MemorySegment source = MemorySegment.ofArray(input);
        int chunks = chunks(tokens);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int first = tokens * chunk / chunks;
            int end = tokens * (chunk + 1) / chunks;
            for (int token = first; token < end; token++) {
                long to = address + ((long) first * blocks + token - first) * ACTIVATION_BYTES;
                try {
                    ACTIVATIONS.invokeExact(activations, source.asSlice((long) token * columns * Float.BYTES), to,
                            (long) blocks, (long) (end - first) * ACTIVATION_BYTES, bits == 8 ? -128L : -8L);
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

    @Override
    public long multiplyAdds(int turns) {
        try {
            RATE.invokeExact(rate, (long) turns);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        return (long) turns * VnniCode.RATE_PRODUCTS;
    }

    /** Compares all products of one format with the reference's, bit by bit. */
    private void test(BlockFormat format) {
        int rows = ROWS + 3;
        int columns = 3 * BLOCK;
        SplittableRandom random = new SplittableRandom(1);
        float[] values = random(random, rows * columns, 1);
        float[] input = random(random, MOST_TOKENS * columns, 9);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(format.bytes((long) rows * columns), 64);
            format.quantize(values, 0, rows * columns, data, 0);
            Matrix matrix = prepare(new Matrix(data, format, rows, columns));
            for (int tokens = 1; tokens <= MOST_TOKENS; tokens++) {
                float[] output = new float[tokens * rows];
                multiply(matrix, 0, rows, input, tokens, output, rows, new Scratch());
                for (int i = 0; i < output.length; i++) {
                    float expected = QuantizedReference.product(matrix, i % rows, input, i / rows * columns);
                    if (output[i] != expected) {
                        throw new UnsupportedOperationException("its test of " + format.name() + " with " + tokens
                                + " tokens gave " + output[i] + " (expected: " + expected + ")");
                    }
                }
            }
        }
    }

    private static float[] random(SplittableRandom random, int count, float most) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-most, most);
        }
        return values;
    }
}
