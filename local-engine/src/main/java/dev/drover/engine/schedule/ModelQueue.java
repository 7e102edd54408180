package dev.drover.engine.schedule;

import dev.drover.engine.adapter.AdapterSet;
import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.cache.PrefixTree;
import dev.drover.engine.crew.Member;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Tenant;
import dev.drover.inference.token.HookedSequence;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One model's place in the scheduler. A large model's calls are gathered into passes of the crew. A small one's calls
 * run each on its caller alone, several at a time: handing them to other threads would cost more than their arithmetic.
 */
public final class ModelQueue {

    /** Weights a token is multiplied with, up to which a model counts as small. */
    static final long SMALL = 32_000_000;

    /** Calls of so many tokens are never cut into chunks. */
    static final int SHORT = 16;
    static final int MOST_ROWS = 512;
    /** Calls of at least so many tokens are long ones, whose tokens a network may round otherwise. */
    public static final int LONG = 64;
    /** Where it does, a pass first brings all weights into another form, which costs about what so many tokens do. */
    static final int BULK = 128;
    static final int MOST_OUTPUTS = 256;

    /** A virtual thread that computes never parks: it lets others go on now and then. */
    private static final long TURN_NANOS = 1_000_000;

    private static final double FIRST_GUESS_WEIGHTS_PER_NANO = 15;

    private final Scheduler scheduler;
    private final CacheMemory memory;
    private final PrefixTree prefixes;
    private final Network network;
    private final boolean small;
    private final ConcurrentLinkedQueue<ForwardPass> idlePasses = new ConcurrentLinkedQueue<>();
    private final LongAdder passes = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

    /** What the pass in progress serves; touched by the thread that leads only. */
    final List<PendingExtend> served = new ArrayList<>();
    /** Sequences the last pass served that may be back soon; guarded by the scheduler's lock, as is all below. */
    final List<ScheduledSequence> awaited = new ArrayList<>();
    int expected;
    long lastPassEnd;
    long lastPassNanos;
    private volatile double nanosPerRow;

    private int open;
    private @Nullable Runnable retired;

    ModelQueue(Scheduler scheduler, Network network, int threads) {
        this(scheduler, network, threads, network.weightsPerToken() <= SMALL);
    }

    ModelQueue(Scheduler scheduler, Network network, int threads, boolean small) {
        this.scheduler = scheduler;
        this.memory = scheduler.memory();
        this.prefixes = memory.newPrefixes();
        this.network = network;
        this.small = small;
        this.nanosPerRow = network.weightsPerToken() / FIRST_GUESS_WEIGHTS_PER_NANO / (small ? 1 : threads);
    }

    /** The network it serves. */
    public Network network() {
        return network;
    }

    /** Whether each call runs on its caller alone. */
    public boolean small() {
        return small;
    }

    /** What was done so far. */
    public Statistics statistics() {
        return new Statistics(passes.sum(), rows.sum(), cancelled.sum());
    }

    /**
     * How many tokens a sequence can have at most: the network's context length, or what the memory for keys and values
     * holds.
     */
    public int longest() {
        long blocks = memory.limit()
                / network.cacheShape().bytes(KernelLevel.POSITIONS, scheduler.limits().cacheFormat());
        return (int) Math.min(network.contextLength(), blocks * KernelLevel.POSITIONS);
    }

    /**
     * Opens an empty sequence. Where its text begins as that of another one of the same tenant did, that one's state is
     * used.
     *
     * @throws InferenceFailure.Overloaded when too many are open, or some of them wait for memory
     */
    public HookedSequence open(SequenceOptions options) {
        return open(options, AdapterSet.NONE);
    }

    /**
     * Opens an empty sequence with adapters. Its state is shared with sequences of the same adapters alone.
     *
     * @param adapters made for this network
     * @throws InferenceFailure.Overloaded when too many are open, or some of them wait for memory
     */
    public HookedSequence open(SequenceOptions options, AdapterSet adapters) {
        return open(options, adapters, true);
    }

    /** Opens an empty sequence that has nothing to do with others: all that it is given is computed. */
    public TokenSequence openApart(SequenceOptions options) {
        return open(options, AdapterSet.NONE, false);
    }

    private ScheduledSequence open(SequenceOptions options, AdapterSet adapters, boolean shares) {
        int capacity = options.capacity();
        if (capacity > longest()) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: at most " + longest()
                    + (longest() < network.contextLength() ? ", for which there is memory)"
                            : ", the model's context length)"));
        }
        enter();
        String kind = network.stateKind(capacity) + "/" + adapters.key();
        return new ScheduledSequence(this, memory,
                memory.open(prefixes, Tenant.current(), kind, shares, cache(capacity)), adapters);
    }

    private KeyValueCache cache(int capacity) {
        return new KeyValueCache(network.cacheShape(), scheduler.limits().cacheFormat(), capacity);
    }

    private void enter() {
        boolean admitted = false;
        come();
        try {
            scheduler.admit();
            admitted = true;
        } finally {
            if (!admitted) {
                leave();
            }
        }
    }

    /** How many sequences are open. */
    public synchronized int open() {
        return open;
    }

    private synchronized void come() {
        if (retired != null) {
            throw new InferenceFailure.Unavailable("model_closed", "the model is closed; choose another", null);
        }
        open++;
    }

    private synchronized void leave() {
        open--;
        if (open == 0 && retired != null) {
            end(retired);
        }
    }

    /**
     * Refuses new sequences.
     *
     * @param whenIdle run once when the last open one is closed, at once when there is none
     */
    public synchronized void retire(Runnable whenIdle) {
        if (retired == null) {
            retired = whenIdle;
            if (open == 0) {
                end(whenIdle);
            }
        }
    }

    private void end(Runnable whenIdle) {
        memory.forget(prefixes);
        whenIdle.run();
    }

    ScheduledSequence fork(ScheduledSequence original) {
        enter();
        return new ScheduledSequence(this, memory, memory.fork(original.state(), cache(original.capacity())),
                original.adapters());
    }

    void closed(ScheduledSequence sequence) {
        memory.close(sequence.state());
        scheduler.release();
        scheduler.heardOf(sequence);
        leave();
    }

    /** Carries a call out; returns when its logits are with its sequence. */
    void extend(PendingExtend call) {
        if (Thread.currentThread().isInterrupted()) {
            throw cancel();
        }
        if (call.remaining() == 0) {
            return;
        }
        if (small) {
            scheduler.alone(() -> runAlone(call));
        } else {
            scheduler.carryOut(call);
        }
    }

    private void runAlone(PendingExtend call) {
        ForwardPass pass = borrow(1);
        try {
            while (call.remaining() > 0) {
                int count = chunk(call, rowBudget(false));
                pass.batch().clear();
                call.fill(pass.batch(), count);
                long begin = System.nanoTime();
                pass.prepare(Thread.currentThread()::isInterrupted);
                pass.run(Member.ALONE);
                count(count, System.nanoTime() - begin);
                if (pass.stopped()) {
                    throw cancel();
                }
                call.take(pass.logits(), 0);
            }
            giveBack(pass);
        } catch (InferenceFailure cancelled) {
            giveBack(pass);
            throw cancelled;
        }
        letOthersGoOn(call);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing but fairness hangs on it
    private static void letOthersGoOn(PendingExtend call) {
        long now = System.nanoTime();
        if (now - call.turn > TURN_NANOS) {
            Thread.yield();
            call.turn = now;
        }
    }

    InferenceFailure.Cancelled cancel() {
        cancelled.increment();
        return new InferenceFailure.Cancelled();
    }

    ForwardPass borrow(int members) {
        @Nullable
        ForwardPass idle = idlePasses.poll();
        return idle == null ? network.newPass(members) : idle;
    }

    /** Keeps room for the next pass; that of one which failed is left to the collector. */
    void giveBack(ForwardPass pass) {
        pass.batch().clear();
        idlePasses.add(pass);
    }

    /** Notes a pass's cost, from which the size of the next chunks follows. */
    void count(int rowsInPass, long nanos) {
        passes.increment();
        rows.add(rowsInPass);
        if (rowsInPass >= SHORT) {
            nanosPerRow = 0.7 * nanosPerRow + 0.3 * nanos / rowsInPass;
        }
    }

    /**
     * How many rows keep a pass within its time, but no fewer than make up for what a pass of long calls costs whatever it has.
     *
     * @param isAlone whether no other sequence is open, so that nobody is kept waiting
     */
    int rowBudget(boolean isAlone) {
        int least = network.sortsByLength() ? isAlone ? MOST_ROWS : BULK : SHORT;
        return (int) Math.clamp(scheduler.limits().pass().toNanos() / nanosPerRow, least, MOST_ROWS);
    }

    /** How many of a call's tokens the next pass takes, if it may take {@code room} rows; no small rest is left behind. */
    int chunk(PendingExtend call, int room) {
        int count = Math.min(call.remaining(), Math.max(room, Math.min(call.remaining(), SHORT)));
        if (network.sortsByLength() && count >= BULK && call.remaining() - count < BULK) {
            count = call.remaining();
        }
        while (call.wanted(count) > MOST_OUTPUTS) {
            count -= call.wanted(count) - MOST_OUTPUTS;
        }
        return count;
    }
}
