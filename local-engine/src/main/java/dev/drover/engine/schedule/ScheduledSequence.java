package dev.drover.engine.schedule;

import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.cache.SequenceState;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;

/** A sequence whose calls the scheduler carries out. */
final class ScheduledSequence implements TokenSequence {

    private final ModelQueue model;
    private final CacheMemory memory;
    private final SequenceState state;
    private final PendingExtend call = new PendingExtend(this);
    private float[] values = new float[0];
    private Logits view;
    private boolean closed;

    /** Whether the last pass served it and it has not been heard of since; guarded by the scheduler's lock. */
    boolean awaited;

    ScheduledSequence(ModelQueue model, CacheMemory memory, SequenceState state) {
        this.model = model;
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

    int capacity() {
        return state.cache().capacity();
    }

    @Override
    public int length() {
        return state.length();
    }

    @Override
    public Logits extend(int[] tokens, int positions) {
        requireOpen();
        check(tokens, positions);
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
        int from;
        try {
            from = memory.enter(state, marked(tokens), positions);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw model.cancel();
        }
        call.begin(state.tokens(), from, end, positions);
        boolean done = false;
        try {
            model.extend(call);
            done = true;
        } finally {
            memory.leave(state, done ? end : length, call.done());
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
    }

    @Override
    public TokenSequence fork() {
        requireOpen();
        return model.fork(this);
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
