package dev.drover.engine.schedule;

import dev.drover.engine.network.Batch;
import dev.drover.inference.Tenant;
import org.jspecify.annotations.Nullable;

/** One call of {@code extend} on its way through the scheduler; reused by its sequence from call to call. */
final class PendingExtend {

    /**
     * What marks the tokens of long calls in a text, where they are rounded otherwise: so they are computed anew as they were
     * before, and share state only with others of their kind.
     */
    static final int LONG_CALL = 1 << 30;

    final ScheduledSequence sequence;

    private int[] tokens = new int[0];
    private int end;
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
    /** When its thread last let others go on. */
    long turn;

    PendingExtend(ScheduledSequence sequence) {
        this.sequence = sequence;
    }

    /**
     * Starts over.
     *
     * @param text holds the sequence's tokens, some of them marked with {@link #LONG_CALL}
     * @param from the first that is to be computed
     * @param to one past the last
     * @param positions of how many of the last the logits are wanted
     */
    void begin(int[] text, int from, int to, int positions) {
        tokens = text;
        end = to;
        firstWanted = to - positions;
        done = from;
        now = 0;
        outputs = 0;
        thread = Thread.currentThread();
        cancelled = false;
        appointed = false;
        inPass = false;
        finished = false;
        failure = null;
    }

    Tenant tenant() {
        return sequence.state().tenant();
    }

    /** How many tokens are still to be computed. */
    int remaining() {
        return end - done;
    }

    /** How many of the sequence's tokens are computed. */
    int done() {
        return done;
    }

    /** How many of the next {@code count} tokens' logits are wanted. */
    int wanted(int count) {
        return Math.max(0, done + count - Math.max(done, firstWanted));
    }

    /** Puts the next {@code count} tokens into a pass. */
    void fill(Batch batch, int count) {
        for (int i = done; i < done + count; i++) {
            batch.add(sequence.cache(), i, tokens[i] & ~LONG_CALL, i >= firstWanted, sequence.adapters(),
                    (tokens[i] & LONG_CALL) != 0);
            sequence.hook(batch, i);
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
