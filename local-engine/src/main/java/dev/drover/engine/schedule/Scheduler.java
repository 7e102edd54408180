package dev.drover.engine.schedule;

import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import dev.drover.inference.InferenceFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the calls of all sequences into forward passes (continuous batching, Yu et al. 2022; long calls in chunks,
 * Agrawal et al. 2023). It has no thread of its own: a caller that finds the crew idle leads (flat combining, Hendler
 * et al. 2010). It runs passes until its own call is done, for whoever has called meanwhile, then appoints one of those
 * who still wait. Four rules:
 *
 * <ol>
 * <li>One crew computes for all models, one pass at a time. Models take turns: after a pass for one, the oldest call to
 * another is next, so that a long call to one model keeps no other waiting.
 * <li>Before a pass the leader waits for the sequences that the model's last pass served, until all have called again
 * or closed, at most 5 % of that pass's time, so that a batch does not fall apart.
 * <li>The budget is time: short calls go in whole, long ones with as many tokens as keep the pass within its limit. When
 * there is more than fits, tenants get their shares of it ({@link Fairness}).
 * <li>What a row gives does not depend on the rest of its pass; the kernels see to that.
 * </ol>
 *
 * <p>
 * A caller that is interrupted while it waits leaves at once, or when the pass that holds its tokens ends; a pass all
 * of whose callers are gone ends at the next layer.
 */
public final class Scheduler implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int WAIT_SHARE = 20;

    private final Crew crew;
    private final Limits limits;
    private final CacheMemory memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final ArrayDeque<PendingExtend> queue = new ArrayDeque<>();
    private final Fairness fairness = new Fairness();
    private final AtomicInteger alone = new AtomicInteger();
    private volatile boolean closed;
    private boolean led;
    private @Nullable ModelQueue last;
    private int sequences;

    /**
     * Creates one.
     *
     * @param crew who computes; not closed with it
     * @param limits what is allowed
     */
    public Scheduler(Crew crew, Limits limits) {
        this.crew = crew;
        this.limits = limits;
        this.memory = new CacheMemory(limits.cacheBytes(), limits.prefixBytes());
    }

    /** Gives a model its place. */
    public ModelQueue add(Network network) {
        return new ModelQueue(this, network, crew.size());
    }

    /** What is allowed. */
    public Limits limits() {
        return limits;
    }

    /** How many calls are queued or in the pass in progress. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** The memory of keys and values. */
    public CacheMemory memory() {
        return memory;
    }

    void admit() {
        lock.lock();
        try {
            if (closed) {
                throw new InferenceFailure.Unavailable("engine_closed", "the engine is closed; choose another model",
                        null);
            }
            if (sequences >= limits.sequences()) {
                throw full("sequences: " + sequences + " are open (expected: fewer than " + limits.sequences() + ")",
                        "allow more");
            }
            if (memory.isShort()) {
                CacheMemory.Usage usage = memory.usage();
                throw full(String.format(Locale.ROOT,
                        "cache: %d of %d sequences wait for a part of its %.0f MiB (expected: none)", usage.waiting(),
                        sequences, usage.limitBytes() / 1048576.0), "give Java a larger heap");
            }
            sequences++;
        } finally {
            lock.unlock();
        }
    }

    private static InferenceFailure full(String state, String cure) {
        return new InferenceFailure.Overloaded(503, "engine_full", RETRY,
                state + "; try again in " + RETRY.toSeconds() + " s or " + cure);
    }

    /** How many sequences are open, forks and those that wait for memory among them. */
    public int sequences() {
        lock.lock();
        try {
            return sequences;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            sequences--;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("engine: closed (expected: open)");
        }
    }

    /** Runs something on the caller alone, beside whatever the crew does. */
    void alone(Runnable work) {
        alone.incrementAndGet();
        try {
            requireOpen();
            work.run();
        } finally {
            alone.decrementAndGet();
        }
    }

    /** A sequence has called again or is gone: nobody waits for it any longer. */
    void heardOf(ScheduledSequence sequence) {
        lock.lock();
        try {
            notAwaited(sequence);
        } finally {
            lock.unlock();
        }
    }

    private void notAwaited(ScheduledSequence sequence) {
        if (sequence.awaited) {
            sequence.awaited = false;
            if (--sequence.model().expected == 0) {
                returned.signalAll();
            }
        }
    }

    /** Queues a call and returns when it is done. */
    void carryOut(PendingExtend call) {
        boolean leader;
        lock.lock();
        try {
            requireOpen();
            notAwaited(call.sequence);
            queue.add(call);
            fairness.came(call.tenant());
            leader = !led;
            led = true;
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        if (leader) {
            lead(call);
        } else {
            interrupted = follow(call);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable failure = call.failure;
        if (failure != null) {
            throw new IllegalStateException("the pass failed: " + failure, failure);
        }
        if (call.cancelled) {
            throw call.sequence.model().cancel();
        }
    }

    /** Waits until another thread has done the call, or appoints this one; returns whether it was interrupted. */
    private boolean follow(PendingExtend call) {
        boolean interrupted = false;
        while (!call.finished) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            boolean leader;
            lock.lock();
            try {
                if (interrupted) {
                    call.cancelled = true;
                    if (!call.inPass && !call.appointed && queue.remove(call)) {
                        fairness.went(call.tenant());
                        call.finished = true;
                    }
                }
                leader = call.appointed;
            } finally {
                lock.unlock();
            }
            if (leader) {
                lead(call);
            }
        }
        return interrupted;
    }

    /** Runs passes until the own call is done, then hands the lead on. */
    private void lead(PendingExtend own) {
        try {
            while (!own.finished) {
                ModelQueue model = choose(own);
                if (model != null) {
                    compute(model, own);
                }
            }
        } finally {
            handOn();
        }
    }

    private void handOn() {
        lock.lock();
        try {
            PendingExtend next = queue.peekFirst();
            if (next == null) {
                led = false;
                last = null;
                idle.signalAll();
            } else {
                next.appointed = true;
                LockSupport.unpark(next.thread);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Chooses the next pass's model and calls; null when nothing is left to do. */
    private @Nullable ModelQueue choose(PendingExtend own) {
        lock.lock();
        try {
            dropCancelled(own);
            ModelQueue model = nextModel();
            if (model == null) {
                return null;
            }
            waitForOthers(model, own);
            dropCancelled(own);
            pick(model);
            last = model;
            return model.served.isEmpty() ? null : model;
        } finally {
            lock.unlock();
        }
    }

    /** The model of the oldest call that is not to the model of the last pass, if there is one. */
    private @Nullable ModelQueue nextModel() {
        for (PendingExtend call : queue) {
            if (call.sequence.model() != last) {
                return call.sequence.model();
            }
        }
        return queue.isEmpty() ? null : last;
    }

    private void dropCancelled(PendingExtend own) {
        if (Thread.currentThread().isInterrupted()) {
            own.cancelled = true;
        }
        for (Iterator<PendingExtend> calls = queue.iterator(); calls.hasNext();) {
            PendingExtend call = calls.next();
            if (call.cancelled) {
                calls.remove();
                finish(call);
            }
        }
    }

    private void finish(PendingExtend call) {
        fairness.went(call.tenant());
        call.inPass = false;
        call.finished = true;
        LockSupport.unpark(call.thread);
    }

    private void waitForOthers(ModelQueue model, PendingExtend own) {
        long deadline = model.lastPassEnd + model.lastPassNanos / WAIT_SHARE;
        try {
            while (model.expected > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || returned.awaitNanos(left) <= 0) {
                    break;
                }
            }
        } catch (InterruptedException interrupted) {
            own.cancelled = true;
            Thread.currentThread().interrupt();
        }
        for (ScheduledSequence sequence : model.awaited) {
            sequence.awaited = false;
        }
        model.awaited.clear();
        model.expected = 0;
    }

    /** Fills the next pass: short calls first and whole, then chunks of long ones, whoever is next in any case. */
    private void pick(ModelQueue model) {
        model.served.clear();
        int budget = model.rowBudget(sequences == 1);
        int rows = 0;
        int outputs = 0;
        PendingExtend next = null;
        List<PendingExtend> calls = fairness.order(queue);
        for (int turn = 0; turn < 2; turn++) {
            for (PendingExtend call : calls) {
                if (call.sequence.model() != model) {
                    continue;
                }
                next = next == null ? call : next;
                boolean isShort = call.remaining() <= ModelQueue.SHORT;
                if (isShort != (turn == 0)) {
                    continue;
                }
                int count = model.chunk(call, isShort ? ModelQueue.SHORT : budget - rows);
                boolean fits = rows + count <= budget && outputs + call.wanted(count) <= ModelQueue.MOST_OUTPUTS;
                if (!fits && call != next && !model.served.isEmpty()) {
                    continue;
                }
                call.inPass = true;
                call.next = count;
                model.served.add(call);
                rows += count;
                outputs += call.wanted(count);
            }
        }
    }

    private void compute(ModelQueue model, PendingExtend own) {
        Throwable failure = null;
        int rows = 0;
        long begin = System.nanoTime();
        try {
            ForwardPass pass = model.borrow(crew.size());
            pass.batch().clear();
            for (PendingExtend call : model.served) {
                call.fill(pass.batch(), call.next);
            }
            pass.prepare(() -> abandoned(model, own));
            crew.run(pass::run);
            int output = 0;
            if (!pass.stopped()) {
                for (PendingExtend call : model.served) {
                    output += call.take(pass.logits(), output);
                }
            }
            rows = pass.batch().rows();
            model.giveBack(pass);
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        settle(model, rows, begin, failure);
    }

    /** Whether nobody wants the pass in progress any more. */
    private static boolean abandoned(ModelQueue model, PendingExtend own) {
        if (Thread.currentThread().isInterrupted()) {
            own.cancelled = true;
        }
        for (int i = 0; i < model.served.size(); i++) {
            if (!model.served.get(i).cancelled) {
                return false;
            }
        }
        return true;
    }

    private void settle(ModelQueue model, int rows, long begin, @Nullable Throwable failure) {
        lock.lock();
        try {
            long end = System.nanoTime();
            model.count(rows, end - begin);
            model.lastPassEnd = end;
            model.lastPassNanos = end - begin;
            for (PendingExtend call : model.served) {
                call.inPass = false;
                fairness.served(call.tenant(), call.next);
                if (failure != null) {
                    call.failure = failure;
                }
                if (failure != null || call.cancelled || call.remaining() == 0) {
                    queue.remove(call);
                    call.sequence.awaited = true;
                    model.awaited.add(call.sequence);
                    model.expected++;
                    finish(call);
                }
            }
            model.served.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further calls and waits until those under way are done, also on a thread that is interrupted. */
    @Override
    public void close() {
        boolean interrupted = false;
        memory.close();
        lock.lock();
        try {
            closed = true;
            while (led || alone.get() > 0) {
                try {
                    idle.awaitNanos(TimeUnit.MILLISECONDS.toNanos(5));
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
