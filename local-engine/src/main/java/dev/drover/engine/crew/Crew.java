package dev.drover.engine.crew;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that compute together. The caller of {@link #run} is one of them; the others are daemon
 * threads which wait for the next run by spinning for at most 50 microseconds, then park: on a machine whose
 * processors are busy with other things a spinning thread only stands in the way.
 */
public final class Crew implements AutoCloseable {

    private static final long SPIN_NANOS = 50_000;
    private static final long NAP_NANOS = 20_000;

    private final int size;
    private final List<Hand> hands = new ArrayList<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int phase;
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private @Nullable Work work;

    /**
     * Starts the threads.
     *
     * @param size how many threads compute, the caller included; at least 1
     */
    public Crew(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("threads: " + size + " (expected: at least 1)");
        }
        this.size = size;
        for (int i = 0; i < size; i++) {
            hands.add(new Hand(i));
        }
        for (Hand hand : hands.subList(1, size)) {
            hand.thread = Thread.ofPlatform().daemon().name("drover-crew-" + hand.index).start(hand::serve);
        }
    }

    /** How many threads compute, the caller included. */
    public int size() {
        return size;
    }

    /**
     * Runs something on all threads, the calling one included, and returns when all are done. One call at a time:
     * others wait.
     *
     * @throws IllegalStateException when the crew is closed, or a member failed, with what it threw
     */
    public synchronized void run(Work job) {
        if (closed) {
            throw new IllegalStateException("crew: closed (expected: open)");
        }
        work = job;
        arrived.set(0);
        finished.set(0);
        failure = null;
        round.incrementAndGet();
        for (int i = 1; i < size; i++) {
            hands.get(i).wake();
        }
        hands.getFirst().perform(job);
        Pause pause = new Pause();
        while (finished.get() < size - 1) {
            pause.next();
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a thread of the crew failed: " + thrown, thrown);
        }
    }

    /** Ends the threads, when the run in progress is done. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Hand hand : hands) {
            LockSupport.unpark(hand.thread);
        }
    }

    /** One thread of the crew. */
    private final class Hand implements Member {

        private final int index;
        private volatile @Nullable Thread thread;
        private volatile boolean parked;

        Hand(int index) {
            this.index = index;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public int count() {
            return size;
        }

        @Override
        public void await() {
            int now = phase;
            if (arrived.incrementAndGet() == size) {
                arrived.set(0);
                phase = now + 1;
            }
            Pause pause = new Pause();
            while (phase == now && failure == null) {
                pause.next();
            }
            if (failure != null) {
                throw new Abandoned();
            }
        }

        private void fail(Throwable thrown) {
            synchronized (hands) {
                if (failure == null) {
                    failure = thrown;
                }
            }
        }

        /** Does this member's part; what it throws makes the others give up at their next barrier. */
        private void perform(Work job) {
            try {
                job.run(this);
            } catch (Abandoned another) {
                // another member failed first, and its failure is kept
            } catch (RuntimeException | Error thrown) {
                fail(thrown);
            }
        }

        private void serve() {
            int seen = 0;
            while (true) {
                int now = waitForRound(seen);
                Work job = work;
                if (now == seen || job == null) {
                    return;
                }
                seen = now;
                perform(job);
                finished.incrementAndGet();
            }
        }

        private int waitForRound(int seen) {
            long start = System.nanoTime();
            while (round.get() == seen && !closed) {
                Thread.onSpinWait();
                if (System.nanoTime() - start > SPIN_NANOS) {
                    parked = true;
                    if (round.get() == seen && !closed) {
                        LockSupport.park(Crew.this);
                    }
                    parked = false;
                }
            }
            return round.get();
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Waiting for another thread: spinning first, then with naps. */
    private static final class Pause {

        private int spins;
        private long start;

        void next() {
            Thread.onSpinWait();
            if (++spins % 64 != 0) {
                return;
            }
            long now = System.nanoTime();
            start = start == 0 ? now : start;
            if (now - start > SPIN_NANOS) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
    }

    /** Unwinds a member whose fellow failed. */
    private static final class Abandoned extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("another member failed", null, false, false);
        }
    }
}
