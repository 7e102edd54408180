package dev.drover.engine.cache;

import dev.drover.inference.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/**
 * The memory of all keys and values, in blocks (Kwon et al. 2023, PagedAttention). Sequences that begin alike share blocks;
 * one that would write a shared block gets a copy. Memory that no sequence uses keeps the beginnings of those that are gone.
 * When it runs short, four things give way, in this order: beginnings that were not used for longest; what layers with a
 * window hold of tokens that no query can reach any more, nor after {@value #REWIND} tokens are taken back; the state of
 * sequences that are not being computed, the youngest first; then whoever asks waits. What a sequence has lost is first kept
 * as a beginning, and only as much of it is computed anew as was needed elsewhere meanwhile. The oldest sequence always
 * gets what it asks for, so all of them come to their end.
 */
public final class CacheMemory {

    /** A sequence that was not computed for so long gives way to all others: its reader is slow. */
    private static final Duration STALLED = Duration.ofSeconds(2);

    /** What layers with a window need behind so many of the last tokens stays. */
    static final int REWIND = 256;

    private final long limit;
    private final long keptLimit;
    private final Duration stalled;
    private final ReentrantLock lock = new ReentrantLock();
    private final Recency recency = new Recency();
    /** In the order they were opened. */
    private final SequencedSet<SequenceState> open = new LinkedHashSet<>();
    private final List<SequenceState> waiting = new ArrayList<>();
    private final List<CacheBlock> released = new ArrayList<>();
    private long used;
    private long opened;
    private long reused;
    private long preempted;
    private boolean closed;

    /**
     * Creates one.
     *
     * @param limit how many bytes all blocks may take
     * @param keptLimit how many of them may be those of beginnings that are kept for sequences to come
     */
    public CacheMemory(long limit, long keptLimit) {
        this(limit, keptLimit, STALLED);
    }

    CacheMemory(long limit, long keptLimit, Duration stalled) {
        this.limit = limit;
        this.keptLimit = keptLimit;
        this.stalled = stalled;
    }

    /**
     * What it has done and does.
     *
     * @param usedBytes what blocks take
     * @param limitBytes what they may take
     * @param reused tokens whose state another sequence had computed
     * @param preempted how often a sequence lost its state to another
     * @param waiting how many sequences wait for memory
     */
    public record Usage(long usedBytes, long limitBytes, long reused, long preempted, int waiting) {}

    /** What it has done and does. */
    public Usage usage() {
        lock.lock();
        try {
            return new Usage(used, limit, reused, preempted, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes all blocks may take. */
    public long limit() {
        return limit;
    }

    /** Whether sequences wait for memory, so that no further one should be let in. */
    public boolean isShort() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The beginnings of a model's sequences. */
    public PrefixTree newPrefixes() {
        return new PrefixTree(recency);
    }

    /** Forgets a model's beginnings. */
    public void forget(PrefixTree prefixes) {
        lock.lock();
        try {
            prefixes.clear(released);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a sequence in.
     *
     * @param prefixes its model's
     * @param tenant whose it is: state is shared with others of the tenant
     * @param kind how its keys are turned, and what changes its model: state is shared with others of the kind
     * @param shares whether it shares state at all
     * @param cache its keys and values, empty
     */
    public SequenceState open(PrefixTree prefixes, Tenant tenant, String kind, boolean shares, KeyValueCache cache) {
        lock.lock();
        try {
            SequenceState state = new SequenceState(prefixes, tenant, new PrefixTree.Partition(tenant.name(), kind),
                    shares, opened++, lock.newCondition(), cache);
            open.add(state);
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Lets in a sequence with the tokens and the state of another, which is not being computed. */
    public SequenceState fork(SequenceState original, KeyValueCache cache) {
        lock.lock();
        try {
            SequenceState state = open(original.prefixes, original.tenant(), original.partition.kind(), original.shares,
                    cache);
            state.append(Arrays.copyOf(original.tokens(), original.length()));
            state.set(original.length(), original.held);
            state.kept = original.kept;
            state.own = original.own;
            for (int i = 0; i < CacheShape.blocks(original.held); i++) {
                CacheBlock block = original.cache().blocks().get(i);
                block.holders++;
                cache.blocks().add(block);
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gets a sequence room for more tokens, waiting until there is some, and keeps others from its state until
     * {@link #leave}.
     *
     * @param added the tokens
     * @param fresh how many of the last of them must be computed, even if another has their state
     * @return how many of its tokens have state; those behind them are to be computed
     * @throws InterruptedException when the thread was interrupted while it waited; the sequence is as before
     * @throws IllegalStateException when all is closed
     */
    public int enter(SequenceState state, int[] added, int fresh) throws InterruptedException {
        lock.lock();
        try {
            if (keep(state, state.length() / POSITIONS * POSITIONS)) {
                trim();
            }
            state.append(added);
            state.wanted = state.length() + added.length;
            state.fresh = fresh;
            if (overtakes(state) || !provide(state)) {
                await(state);
            }
            state.busy = true;
            return state.held;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends what {@link #enter} began.
     *
     * @param length how many tokens the sequence has now
     * @param held how many positions from the first have keys and values
     */
    public void leave(SequenceState state, int length, int held) {
        lock.lock();
        try {
            state.busy = false;
            state.left = System.nanoTime();
            state.set(length, held);
            serve();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says from which position on a sequence's state is not that of its tokens alone, so that nobody else has or gets it.
     *
     * @param from the first such position; {@link Integer#MAX_VALUE} for none
     */
    public void separate(SequenceState state, int from) {
        lock.lock();
        try {
            state.own = from;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops a sequence's tokens beyond a length; its memory stays for those to come, unless what they would look at is gone:
     * then the state of the rest will be computed anew.
     */
    public void truncate(SequenceState state, int length) {
        lock.lock();
        try {
            state.set(length, state.held);
            if (!PrefixTree.whole(state.cache().blocks(), state.held)) {
                release(state);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets a sequence go. */
    public void close(SequenceState state) {
        lock.lock();
        try {
            open.remove(state);
            keep(state, state.held);
            release(state);
            trim();
            serve();
        } finally {
            lock.unlock();
        }
    }

    /** Sends all away who wait, and refuses all who come. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(state -> state.served.signal());
        } finally {
            lock.unlock();
        }
    }

    private void await(SequenceState state) throws InterruptedException {
        waiting.add(state);
        try {
            while (!state.busy) {
                if (closed) {
                    throw new IllegalStateException("engine: closed (expected: open)");
                }
                state.served.awaitNanos(stalled.toNanos());
                serve();
            }
        } catch (InterruptedException interrupted) {
            if (!state.busy) {
                throw interrupted;
            }
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(state);
        }
    }

    /** Whether a sequence asks for memory that an older one waits for. */
    private boolean overtakes(SequenceState state) {
        return lacking(state) > 0 && waiting.stream().anyMatch(other -> other.number < state.number);
    }

    /** Gives those who wait what there is, the oldest first. */
    private void serve() {
        while (!waiting.isEmpty()) {
            SequenceState oldest = waiting.getFirst();
            for (SequenceState state : waiting) {
                oldest = state.number < oldest.number ? state : oldest;
            }
            if (!provide(oldest)) {
                return;
            }
            waiting.remove(oldest);
            oldest.busy = true;
            oldest.served.signal();
        }
    }

    /** Gets a sequence the blocks it wants; returns whether there were enough. */
    private boolean provide(SequenceState state) {
        List<CacheBlock> blocks = state.cache().blocks();
        if (state.shares && state.held == 0) {
            release(state);
            state.share();
            reused += state.held;
        }
        long bytes = state.cache().blockBytes();
        while (lacking(state) * bytes > limit - used) {
            if (!forget(recency.eldestFree()) && !thin() && !preemptYoungest(state) && !forget(recency.leafOf(state))) {
                return false;
            }
        }
        int first = state.held / POSITIONS;
        for (int i = first; i < CacheShape.blocks(state.wanted); i++) {
            if (i == blocks.size()) {
                blocks.add(newBlock(state));
            } else if (blocks.get(i).holders > 1) {
                CacheBlock shared = blocks.get(i);
                CacheBlock own = newBlock(state);
                if (i == first && state.held % POSITIONS > 0) {
                    own.copy(shared);
                }
                blocks.set(i, own);
                shared.holders--;
            }
        }
        return true;
    }

    private CacheBlock newBlock(SequenceState state) {
        used += state.cache().blockBytes();
        return state.cache().newBlock();
    }

    /** How many blocks a sequence must get before its wanted tokens can be written. */
    private static long lacking(SequenceState state) {
        List<CacheBlock> blocks = state.cache().blocks();
        int wanted = CacheShape.blocks(state.wanted);
        long lacking = Math.max(0, wanted - blocks.size());
        for (int i = state.held / POSITIONS; i < Math.min(wanted, blocks.size()); i++) {
            if (blocks.get(i).holders > 1) {
                lacking++;
            }
        }
        return lacking;
    }

    /** Forgets a beginning that nothing continues; returns whether there was one. */
    private boolean forget(PrefixTree.@Nullable Node node) {
        if (node == null) {
            return false;
        }
        node.remove();
        released.add(node.block());
        settle();
        return true;
    }

    /** Gives back what layers with a window hold of tokens that no sequence can reach any more; returns whether there was any. */
    private boolean thin() {
        IdentityHashMap<CacheBlock, Integer> beyondReach = new IdentityHashMap<>();
        for (SequenceState state : open) {
            for (CacheBlock block : state.cache().blocks().subList(0, unreachable(state))) {
                if (!block.thin) {
                    beyondReach.merge(block, 1, Integer::sum);
                }
            }
        }
        long before = used;
        beyondReach.forEach((block, sequences) -> {
            if (block.holders == sequences + (block.kept ? 1 : 0)) {
                long bytes = block.thin();
                used -= bytes;
                recency.grow(block.kept ? -bytes : 0);
            }
        });
        return used < before;
    }

    /** How many of a sequence's blocks hold of windowed layers nothing that it can reach. */
    private static int unreachable(SequenceState state) {
        List<CacheBlock> blocks = state.cache().blocks();
        int from = Math.min(state.held, state.length()) - REWIND;
        return blocks.isEmpty() || from <= 0 ? 0 : blocks.getFirst().shape.windowed().reach(from) / POSITIONS;
    }

    /** Takes its state from the youngest sequence that can do without it; returns whether there was one. */
    private boolean preemptYoungest(SequenceState forWhom) {
        long now = System.nanoTime();
        for (SequenceState state : open.reversed()) {
            boolean yields = state.number > forWhom.number || now - state.left > stalled.toNanos();
            if (yields && !state.busy && !state.cache().blocks().isEmpty() && state != forWhom) {
                keep(state, state.held);
                release(state);
                preempted++;
                return true;
            }
        }
        return false;
    }

    /** Keeps a sequence's first tokens as a beginning for others; returns whether any were not kept yet. */
    private boolean keep(SequenceState state, int count) {
        int possible = Math.min(Math.min(count, state.held), state.own / POSITIONS * POSITIONS);
        if (!state.shares || possible <= state.kept) {
            return false;
        }
        state.prefixes.keep(state.partition, state.tokens(), possible, state.cache().blocks(), released);
        state.kept = possible;
        settle();
        return true;
    }

    /** Forgets beginnings that are more than may be kept. */
    private void trim() {
        boolean more = true;
        while (more && recency.bytes() > keptLimit) {
            more = forget(recency.eldestFree());
        }
    }

    private void release(SequenceState state) {
        released.addAll(state.cache().blocks());
        state.cache().blocks().clear();
        state.held = 0;
        state.kept = 0;
        settle();
    }

    /** Counts what was released. */
    private void settle() {
        for (CacheBlock block : released) {
            if (--block.holders == 0) {
                used -= block.bytes;
            }
        }
        released.clear();
    }
}
