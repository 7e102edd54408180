package dev.drover.engine;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelTraining;
import dev.drover.engine.schedule.ModelQueue;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Brings a model to full speed before its first request. Vector kernels run in the interpreter until the compiler has
 * them, thousands of times slower, so they are first called on small matrices in each of the file's formats, then as
 * parts of whole passes.
 */
final class WarmUp {

    private static final int[] SHAPES = {1, 5, 16, 1, 9, 64};
    private static final int STEADY_ROUNDS = 3;
    private static final double STEADY = 1.1;

    private final ModelQueue queue;
    private final KernelLevel kernels;
    private final Set<BlockFormat> formats = new LinkedHashSet<>();

    WarmUp(GgufFile file, ModelQueue queue, KernelLevel kernels) {
        this.queue = queue;
        this.kernels = kernels;
        for (Tensor tensor : file.tensors()) {
            formats.add(tensor.format());
        }
    }

    /**
     * Rounds of passes, until three in a row were no slower than the best by a tenth, or the time is up; the first round is
     * done whatever the time, so that each shape has been computed.
     */
    Duration run(Duration limit) {
        long begin = System.nanoTime();
        long deadline = begin + limit.toNanos();
        for (BlockFormat format : formats) {
            KernelTraining.run(kernels, format, begin + limit.toNanos() / 2);
        }
        int capacity = Math.min(queue.longest(), 128);
        long best = Long.MAX_VALUE;
        int steady = 0;
        try (TokenSequence sequence = queue.openApart(SequenceOptions.capacity(capacity))) {
            round(sequence, capacity, Long.MAX_VALUE);
            while (steady < STEADY_ROUNDS && System.nanoTime() < deadline) {
                long start = System.nanoTime();
                round(sequence, capacity, deadline);
                long took = System.nanoTime() - start;
                steady = took < best * STEADY ? steady + 1 : 0;
                best = Math.min(best, took);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void round(TokenSequence sequence, int capacity, long deadline) {
        for (int shape : SHAPES) {
            if (shape <= capacity && System.nanoTime() < deadline) {
                if (sequence.length() + shape > capacity) {
                    sequence.truncate(0);
                }
                sequence.extend(new int[shape], Math.min(shape, 16));
            }
        }
        sequence.truncate(0);
    }
}
