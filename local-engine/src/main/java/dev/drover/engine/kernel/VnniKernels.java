package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.machinecode.ExecutableCode;
import dev.drover.engine.machinecode.LargePages;
import dev.drover.engine.machinecode.Processor;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Products in machine code with the weights of all formats that are told apart by tables; all else as in
 * {@link VectorKernels}. A format's code is made, and tested, when the first matrix in it is prepared; where its test
 * fails the Vector API serves it, and the log says so.
 */
@SuppressWarnings("restricted")
class VnniKernels extends VectorKernels {

    private static final System.Logger LOG = System.getLogger(VnniKernels.class.getName());
    private static final Set<String> NEEDED = Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni");
    private static final MethodHandle RATE = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG));
    /** The code of this process, by format: it depends on nothing else. */
    private static final Map<BlockFormat, Optional<VnniProducts>> PRODUCTS = new ConcurrentHashMap<>();

    private final VnniAttention attention = VnniAttention.shared();

    /**
     * Makes the code for the commonest formats.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    VnniKernels() {
        Set<String> missing = Processor.current().lacks(NEEDED);
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException("the processor lacks " + String.join(", ", missing));
        }
        for (BlockFormat format : new BlockFormat[] {BlockFormats.Q8_0, BlockFormats.Q4_0}) {
            PRODUCTS.computeIfAbsent(format, VnniKernels::make);
        }
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
        return products(matrix.format()).map(products -> products.prepare(matrix)).orElse(matrix);
    }

    @Override
    public MemorySegment memory(long bytes) {
        return LargePages.allocate(bytes, 64);
    }

    @Override
    public long preparedBytes(BlockFormat format, long rows, int columns) {
        return products(format).map(products -> products.bytes(rows, columns)).orElse(0L);
    }

    @Override
    public boolean compiles(BlockFormat format) {
        return products(format).isEmpty();
    }

    @Override
    public void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch) {
        if (matrix.packed() == null) {
            super.multiply(matrix, from, to, input, tokens, output, stride, scratch);
        } else {
            products(matrix.format()).orElseThrow().multiply(matrix, from, to, input, tokens, output, stride, scratch);
        }
    }

    private static Optional<VnniProducts> products(BlockFormat format) {
        Optional<VnniProducts> known = PRODUCTS.get(format);
        return known != null ? known : PRODUCTS.computeIfAbsent(format, VnniKernels::tried);
    }

    private static Optional<VnniProducts> tried(BlockFormat format) {
        try {
            return make(format);
        } catch (UnsupportedOperationException refused) {
            LOG.log(System.Logger.Level.WARNING,
                    "kernels: {0} weights are multiplied by the Vector API, several times slower, as {1}",
                    format.name(), refused.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<VnniProducts> make(BlockFormat format) {
        return Optional.ofNullable(PackedLayout.of(format)).map(VnniProducts::new);
    }

    @Override
    public void scores(float[] queries, int rows, int size, float[] keys, int keysAt, int count, float[] output,
            int at) {
        if (VnniAttention.fits(size)) {
            attention.scores(queries, rows, size, keys, keysAt, count, output, at);
        } else {
            super.scores(queries, rows, size, keys, keysAt, count, output, at);
        }
    }

    @Override
    public void mix(float[] weights, int at, int rows, int count, float[] values, int valuesAt, int size,
            float[] output) {
        if (VnniAttention.fits(size)) {
            attention.mix(weights, at, rows, count, values, valuesAt, size, output);
        } else {
            super.mix(weights, at, rows, count, values, valuesAt, size, output);
        }
    }

    @Override
    public long multiplyAdds(int turns) {
        try {
            RATE.invokeExact(Rate.CODE, (long) turns);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        return (long) turns * VnniCode.RATE_PRODUCTS;
    }

    /** Holds the code that measures the processor; made by its first use. */
    private static final class Rate {

        static final MemorySegment CODE = ExecutableCode.of(VnniCode.rate());
    }
}
