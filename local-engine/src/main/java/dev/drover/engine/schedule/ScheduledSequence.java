package dev.drover.engine.schedule;

import dev.drover.engine.adapter.AdapterSet;
import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.cache.SequenceState;
import dev.drover.engine.network.Batch;
import dev.drover.inference.token.Hook;
import dev.drover.inference.token.HookedSequence;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import java.util.List;

/** A sequence whose calls the scheduler carries out. */
final class ScheduledSequence implements HookedSequence {

    private final ModelQueue model;
    private final CacheMemory memory;
    private final SequenceState state;
    private final AdapterSet adapters;
    private final PendingExtend call = new PendingExtend(this);
    private final SequenceHooks hooks;
    private float[] values = new float[0];
    private Logits view;
    private boolean closed;

    /** Whether the last pass served it and it has not been heard of since; guarded by the scheduler's lock. */
    boolean awaited;

    ScheduledSequence(ModelQueue model, CacheMemory memory, SequenceState state, AdapterSet adapters) {
        this.model = model;
        this.adapters = adapters;
        this.hooks = new SequenceHooks(model.network().width());
        this.memory = memory;
        this.state = state;
        this.view = new Logits(values, 0, model.network().vocabularySize());
    }

    KeyValueCache cache() {
        return state.cache();
    }

    SequenceState state() {
        return state;
    }

    ModelQueue model() {
        return model;
    }

    AdapterSet adapters() {
        return adapters;
    }

    /** Has a position's hidden states, which is the last of the batch, read and changed. */
    void hook(Batch batch, int position) {
        hooks.into(batch, position);
    }

    int capacity() {
        return state.cache().capacity();
    }

    @Override
    public int length() {
        return state.length();
    }

    @Override
    public Logits extend(int[] tokens, int positions) {
        return extend(tokens, positions, List.of());
    }

    @Override
    public Logits extend(int[] tokens, int positions, List<Hook> wanted) {
        requireOpen();
        check(tokens, positions);
        hooks.begin(wanted, state.length(), tokens.length, model.network().depth());
        int size = model.network().vocabularySize();
        int needed = Math.multiplyExact(positions, size);
        if (values.length < needed) {
            values = new float[needed];
            view = new Logits(values, 0, size);
        }
        compute(tokens, positions);
        if (view.rows() != positions) {
            view = new Logits(values, positions, size);
        }
        return view;
    }

    private void compute(int[] tokens, int positions) {
        int length = state.length();
        int end = length + tokens.length;
        boolean done = false;
        try {
            int from = enter(tokens, Math.max(positions, end - hooks.firstRead(end)));
            try {
                call.begin(state.tokens(), from, end, positions);
                model.extend(call);
                done = true;
            } finally {
                memory.leave(state, done ? end : length, call.done());
            }
        } finally {
            hooks.end();
            if (!done) {
                forgetHooks(length);
            }
        }
    }

    private int enter(int[] tokens, int fresh) {
        if (hooks.firstWritten() != Integer.MAX_VALUE) {
            memory.separate(state, hooks.firstWritten());
        }
        try {
            return memory.enter(state, marked(tokens), fresh);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw model.cancel();
        }
    }

    private void forgetHooks(int length) {
        if (hooks.truncate(length)) {
            memory.separate(state, hooks.firstWritten());
        }
    }

    private int[] marked(int[] tokens) {
        return tokens.length >= ModelQueue.LONG && model.network().sortsByLength()
                ? Arrays.stream(tokens).map(token -> token | PendingExtend.LONG_CALL).toArray()
                : tokens;
    }

    private void check(int[] tokens, int positions) {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("tokens: none (expected: at least 1)");
        }
        if (positions < 0 || positions > tokens.length) {
            throw new IllegalArgumentException(
                    "positions: " + positions + " (expected: 0 to " + tokens.length + ", the number of tokens)");
        }
        if (tokens.length > capacity() - state.length()) {
            throw new IllegalArgumentException("tokens: " + tokens.length + " after " + state.length()
                    + " (expected: at most " + capacity() + " together, the sequence's capacity)");
        }
        int size = model.network().vocabularySize();
        for (int token : tokens) {
            if (token < 0 || token >= size) {
                throw new IllegalArgumentException("token: " + token + " (expected: 0 to " + (size - 1) + ")");
            }
        }
    }

    /** Keeps rows of a pass's logits. */
    void keep(float[] logits, int fromRow, int toRow, int count) {
        int size = model.network().vocabularySize();
        System.arraycopy(logits, fromRow * size, values, toRow * size, count * size);
    }

    @Override
    public void truncate(int newLength) {
        requireOpen();
        if (newLength < 0 || newLength > state.length()) {
            throw new IllegalArgumentException("length: " + newLength + " (expected: 0 to " + state.length() + ")");
        }
        memory.truncate(state, newLength);
        forgetHooks(newLength);
    }

    @Override
    public TokenSequence fork() {
        requireOpen();
        ScheduledSequence fork = model.fork(this);
        fork.hooks.copy(hooks);
        return fork;
    }

    @Override
    public int reused() {
        return state.reused();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            values = new float[0];
            view = new Logits(values, 0, view.size());
            model.closed(this);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("sequence: closed (expected: open)");
        }
    }

    @Override
    public String toString() {
        return "sequence of " + state.length() + " tokens" + (closed ? ", closed" : "");
    }
}
