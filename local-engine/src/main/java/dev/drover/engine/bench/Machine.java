package dev.drover.engine.bench;

import dev.drover.engine.crew.Crew;
import dev.drover.engine.crew.Member;
import dev.drover.engine.kernel.KernelLevel;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the machine can do at best with a number of threads: bytes read a second, the best of five sequential reads of 1
 * GiB of the memory that weights lie in, and multiply-adds a second in registers, the best of the whole run.
 */
final class Machine {

    private static final long BYTES = 1L << 30;
    private static final int READS = 5;
    private static final int TURNS = 4_096;
    private static final int CALLS = 400;
    private static final int TRAINING = 20_000;
    private static final int UNIT = 1 << 20;

    private final KernelLevel kernels;
    private final MemorySegment memory;
    private final AtomicLong sink = new AtomicLong();

    Machine(KernelLevel kernels) {
        this.kernels = kernels;
        this.memory = kernels.memory(BYTES);
        memory.fill((byte) 1);
        for (int i = 0; i < TRAINING; i++) {
            kernels.multiplyAdds(4);
            sink.addAndGet(kernels.read(memory, 0, 1024));
        }
    }

    /** Bytes a second. */
    double bandwidth(Crew crew) {
        double best = 0;
        for (int i = 0; i < READS; i++) {
            long start = System.nanoTime();
            crew.run(this::read);
            best = Math.max(best, BYTES * 1e9 / (System.nanoTime() - start));
        }
        return best;
    }

    private void read(Member member) {
        int units = (int) (BYTES / UNIT);
        long sum = 0;
        for (int unit = member.from(units, 1); unit < member.to(units, 1); unit++) {
            sum += kernels.read(memory, (long) unit * UNIT, (unit + 1L) * UNIT);
        }
        sink.addAndGet(sum);
    }

    /**
     * Multiply-adds a second.
     *
     * @param ofLongCalls whether those that tokens of long calls are multiplied with
     */
    double peak(Crew crew, boolean ofLongCalls) {
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        crew.run(member -> {
            long count = 0;
            for (int call = 0; call < CALLS; call++) {
                count += ofLongCalls ? kernels.multiplyAddsLong(TURNS) : kernels.multiplyAdds(TURNS);
            }
            done.addAndGet(count);
        });
        return done.get() * 1e9 / (System.nanoTime() - start);
    }
}
