package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls kernels on a small matrix until the compiler has them: what would take the interpreter minutes on a large one.
 * The loops are short on purpose. A long one would be compiled in the middle of its first call, with its accumulators as
 * objects, and only a method that is called often is compiled as a whole.
 */
public final class KernelTraining {

    private static final int ROWS = 16;
    private static final int FEWEST_COLUMNS = 64;
    private static final int MOST_TOKENS = 6;
    private static final int CALLS = 50;
    private static final int FEWEST_ROUNDS = 60;
    private static final int STEADY_ROUNDS = 20;
    /** How many times quicker than at first a kernel must be to count as compiled. */
    private static final int GAIN = 20;
    /** Of each level and format the longest round of this process, so that compiled kernels are known for such. */
    private static final Map<String, Long> SLOWEST = new ConcurrentHashMap<>();

    private KernelTraining() {}

    /**
     * Trains the kernels of one format; nothing to do where the compiler has no part in them, soon done when they were
     * trained before.
     *
     * @param level whose kernels
     * @param format of the weights
     * @param deadline when to stop at the latest, in {@link System#nanoTime}
     */
    public static void run(KernelLevel level, BlockFormat format, long deadline) {
        if (!level.compiles(format)) {
            return;
        }
        int columns = Math.max(FEWEST_COLUMNS, format.blockSize());
        float[] input = new float[MOST_TOKENS * columns];
        float[] output = new float[MOST_TOKENS * ROWS];
        Scratch scratch = new Scratch();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(format.bytes((long) ROWS * columns), 64).asReadOnly();
            Matrix matrix = new Matrix(data, format, ROWS, columns);
            String kernels = level.name() + " " + format.name();
            long best = Long.MAX_VALUE;
            int steady = 0;
            for (int round = 0; System.nanoTime() < deadline; round++) {
                long start = System.nanoTime();
                for (int call = 0; call < CALLS; call++) {
                    level.multiply(matrix, 0, ROWS, input, 1 + call % MOST_TOKENS, output, ROWS, scratch);
                }
                long took = System.nanoTime() - start;
                long first = SLOWEST.merge(kernels, took, Math::max);
                steady = took < best * 1.3 ? steady + 1 : 0;
                best = Math.min(best, took);
                boolean compiled = best < first / GAIN;
                if (round >= FEWEST_ROUNDS && compiled && steady >= STEADY_ROUNDS) {
                    return;
                }
            }
        }
    }
}
