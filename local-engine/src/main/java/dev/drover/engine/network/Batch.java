package dev.drover.engine.network;

import dev.drover.engine.adapter.AdapterSet;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.inference.token.Hook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one forward pass: rows of any number of sequences, those of one sequence together and in order. A
 * buffer that is filled anew for each pass.
 */
public final class Batch {

    private int rows;
    private int outputs;
    private int[] tokens = new int[16];
    private int[] positions = new int[16];
    private int[] outputRows = new int[16];
    private boolean[] ofLongCalls = new boolean[16];
    private @Nullable KeyValueCache[] caches = new @Nullable KeyValueCache[16];
    private AdapterSet[] adapters = new AdapterSet[16];
    private final List<RowHook> hooks = new ArrayList<>();
    private boolean adapted;

    /** Empties it. */
    public void clear() {
        Arrays.fill(caches, 0, rows, null);
        Arrays.fill(adapters, 0, rows, AdapterSet.NONE);
        hooks.clear();
        adapted = false;
        rows = 0;
        outputs = 0;
    }

    /** Adds a token of a sequence without adapters. */
    public void add(KeyValueCache cache, int position, int token, boolean wanted) {
        add(cache, position, token, wanted, AdapterSet.NONE, false);
    }

    /**
     * Adds a token.
     *
     * @param cache the sequence's state, with room for the position
     * @param position the token's place in its sequence
     * @param token the token
     * @param wanted whether its logits are
     * @param changes the sequence's adapters
     * @param ofLongCall whether it came with a long call
     */
    public void add(KeyValueCache cache, int position, int token, boolean wanted, AdapterSet changes,
            boolean ofLongCall) {
        if (rows == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * rows);
            positions = Arrays.copyOf(positions, 2 * rows);
            outputRows = Arrays.copyOf(outputRows, 2 * rows);
            caches = Arrays.copyOf(caches, 2 * rows);
            ofLongCalls = Arrays.copyOf(ofLongCalls, 2 * rows);
            adapters = Arrays.copyOf(adapters, 2 * rows);
        }
        tokens[rows] = token;
        positions[rows] = position;
        caches[rows] = cache;
        ofLongCalls[rows] = ofLongCall;
        adapters[rows] = changes;
        adapted |= !changes.isEmpty();
        if (wanted) {
            outputRows[outputs++] = rows;
        }
        rows++;
    }

    /** Has hidden states of the token that was added last read or changed. */
    public void hook(int layer, Hook.@Nullable Way way, float[] values, int at) {
        hooks.add(new RowHook(rows - 1, layer, way, values, at));
    }

    /** What is read and changed. */
    public List<RowHook> hooks() {
        return hooks;
    }

    /** Whether a row has adapters. */
    public boolean adapted() {
        return adapted;
    }

    /** A row's adapters. */
    public AdapterSet adapters(int row) {
        return adapters[row];
    }

    /** The number of tokens. */
    public int rows() {
        return rows;
    }

    /** The number of tokens whose logits are wanted. */
    public int outputs() {
        return outputs;
    }

    /** A row's token. */
    public int token(int row) {
        return tokens[row];
    }

    /** A row's place in its sequence. */
    public int position(int row) {
        return positions[row];
    }

    /** A row's sequence. */
    public KeyValueCache cache(int row) {
        KeyValueCache cache = caches[row];
        if (cache == null) {
            throw new IndexOutOfBoundsException("row: " + row + " (expected: below " + rows + ")");
        }
        return cache;
    }

    /** Whether two rows are of the same sequence. */
    @SuppressWarnings("ReferenceEquality") // a sequence's state is the sequence
    public boolean sameCache(int first, int second) {
        return caches[first] == caches[second];
    }

    /** Whether a row came with a long call. */
    public boolean ofLongCall(int row) {
        return ofLongCalls[row];
    }

    /** The row behind the last of those from a row on that all came with long calls, or all with short ones. */
    public int endOfRun(int row) {
        int end = row + 1;
        while (end < rows && ofLongCalls[end] == ofLongCalls[row]) {
            end++;
        }
        return end;
    }

    /** The row of an output. */
    public int outputRow(int output) {
        return outputRows[output];
    }
}
