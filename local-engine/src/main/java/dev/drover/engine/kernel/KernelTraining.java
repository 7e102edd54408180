package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Calls kernels on a small matrix until the compiler has them: what would take the interpreter minutes on a large one. */
public final class KernelTraining {

    private static final int ROWS = 64;
    private static final int COLUMNS = 256;
    private static final int MOST_TOKENS = 6;
    private static final int STEADY_ROUNDS = 20;

    private KernelTraining() {}

    /**
     * Trains the kernels of one format.
     *
     * @param level whose kernels
     * @param format of the weights
     * @param deadline when to stop at the latest, in {@link System#nanoTime}
     */
    public static void run(KernelLevel level, BlockFormat format, long deadline) {
        float[] input = new float[MOST_TOKENS * COLUMNS];
        float[] output = new float[MOST_TOKENS * ROWS];
        float[] panel = new float[KernelLevel.panelFloats(COLUMNS)];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(format.bytes((long) ROWS * COLUMNS), 64).asReadOnly();
            Matrix matrix = new Matrix(data, format, ROWS, COLUMNS);
            long best = Long.MAX_VALUE;
            int steady = 0;
            while (steady < STEADY_ROUNDS && System.nanoTime() < deadline) {
                long start = System.nanoTime();
                for (int tokens = 1; tokens <= MOST_TOKENS; tokens++) {
                    level.multiply(matrix, 0, ROWS, input, tokens, output, ROWS, panel);
                }
                long took = System.nanoTime() - start;
                steady = took < best * 1.2 ? steady + 1 : 0;
                best = Math.min(best, took);
            }
        }
    }
}
