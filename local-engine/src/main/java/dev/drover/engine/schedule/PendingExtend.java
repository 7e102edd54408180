package dev.drover.engine.schedule;

import dev.drover.engine.network.Batch;
import dev.drover.engine.network.KeyValueCache;
import org.jspecify.annotations.Nullable;

/** One call of {@code extend} on its way through the scheduler; reused by its sequence from call to call. */
final class PendingExtend {

    final ScheduledSequence sequence;

    private int[] tokens = new int[0];
    private int start;
    private int firstWanted;
    private int done;
    private int now;
    private int outputs;

    /** How many tokens the next pass takes; guarded by the scheduler's lock. */
    int next;
    /** Whose call it is; set before it is queued. */
    @Nullable
    Thread thread;
    /** The caller was interrupted: what is computed for it is thrown away. */
    volatile boolean cancelled;
    /** Guarded by the scheduler's lock: the caller shall run the next pass. */
    boolean appointed;
    /** Part of the pass that is running; guarded by the scheduler's lock. */
    boolean inPass;
    /** Nothing more will happen to it. */
    volatile boolean finished;
    /** What the pass threw, if it did. */
    @Nullable
    Throwable failure;

    PendingExtend(ScheduledSequence sequence) {
        this.sequence = sequence;
    }

    void begin(int[] newTokens, int positions) {
        tokens = newTokens;
        start = sequence.length();
        firstWanted = newTokens.length - positions;
        done = 0;
        now = 0;
        outputs = 0;
        thread = Thread.currentThread();
        cancelled = false;
        appointed = false;
        inPass = false;
        finished = false;
        failure = null;
    }

    /** How many tokens are still to be computed. */
    int remaining() {
        return tokens.length - done;
    }

    /** How many of the next {@code count} tokens' logits are wanted. */
    int wanted(int count) {
        return Math.max(0, done + count - Math.max(done, firstWanted));
    }

    /** Puts the next {@code count} tokens into a pass. */
    void fill(Batch batch, int count) {
        KeyValueCache cache = sequence.cache();
        cache.reserve(start + done + count);
        for (int i = done; i < done + count; i++) {
            batch.add(cache, start + i, tokens[i], i >= firstWanted);
        }
        now = count;
    }

    /** Takes its logits from a pass, the first of which is number {@code output}; returns how many there were. */
    int take(float[] logits, int output) {
        int count = wanted(now);
        sequence.keep(logits, output, outputs, count);
        outputs += count;
        done += now;
        return count;
    }
}
