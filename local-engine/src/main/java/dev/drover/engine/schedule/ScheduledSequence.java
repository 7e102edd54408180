package dev.drover.engine.schedule;

import dev.drover.engine.network.KeyValueCache;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;

/** A sequence whose calls the scheduler carries out. */
final class ScheduledSequence implements TokenSequence {

    private final ModelQueue model;
    private final int capacity;
    private final PendingExtend call = new PendingExtend(this);
    private final KeyValueCache cache;
    private int length;
    private float[] values = new float[0];
    private Logits view;
    private boolean closed;

    /** Whether the last pass served it and it has not been heard of since; guarded by the scheduler's lock. */
    boolean awaited;

    ScheduledSequence(ModelQueue model, int capacity, KeyValueCache cache, int length) {
        this.model = model;
        this.capacity = capacity;
        this.cache = cache;
        this.length = length;
        this.view = new Logits(values, 0, model.network().vocabularySize());
    }

    KeyValueCache cache() {
        return cache;
    }

    ModelQueue model() {
        return model;
    }

    int capacity() {
        return capacity;
    }

    @Override
    public int length() {
        return length;
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
        call.begin(tokens, positions);
        model.extend(call);
        length += tokens.length;
        if (view.rows() != positions) {
            view = new Logits(values, positions, size);
        }
        return view;
    }

    private void check(int[] tokens, int positions) {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("tokens: none (expected: at least 1)");
        }
        if (positions < 0 || positions > tokens.length) {
            throw new IllegalArgumentException(
                    "positions: " + positions + " (expected: 0 to " + tokens.length + ", the number of tokens)");
        }
        if (tokens.length > capacity - length) {
            throw new IllegalArgumentException("tokens: " + tokens.length + " after " + length + " (expected: at most "
                    + capacity + " together, the sequence's capacity)");
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
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("length: " + newLength + " (expected: 0 to " + length + ")");
        }
        length = newLength;
    }

    @Override
    public TokenSequence fork() {
        requireOpen();
        return model.fork(this);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cache.truncate(0);
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
        return "sequence of " + length + " tokens" + (closed ? ", closed" : "");
    }
}
