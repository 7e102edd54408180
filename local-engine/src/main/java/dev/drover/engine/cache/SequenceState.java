package dev.drover.engine.cache;

import dev.drover.inference.Tenant;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/**
 * The tokens of a sequence, and the keys and values of as many of them as are there: the state of a sequence that waits
 * may be taken for others and is then computed anew from its tokens. Used by one thread at a time.
 */
public final class SequenceState {

    final PrefixTree prefixes;
    private final Tenant tenant;
    final PrefixTree.Partition partition;
    final boolean shares;
    final long number;
    final Condition served;
    private final KeyValueCache cache;
    private int[] tokens = new int[0];
    private int length;
    private int reused;

    /** How many positions from the first have keys and values; guarded by the memory's lock, as is all below. */
    int held;
    /** How many of the tokens are in the tree of prefixes. */
    int kept;
    /** How many tokens it waits to have room for. */
    int wanted;
    /** How many of those must be computed, whatever others have. */
    int fresh;
    /** From which position on its state is not that of its tokens alone. */
    int own = Integer.MAX_VALUE;
    /** Being computed: nobody may take its state. */
    boolean busy;
    /** When it was last computed, in {@link System#nanoTime}. */
    long left = System.nanoTime();

    /**
     * Creates that of an empty sequence.
     *
     * @param prefixes its model's
     * @param tenant whose it is
     * @param partition whom it may share state with
     * @param shares whether it does at all
     * @param number the order in which sequences were opened
     * @param served signalled when it has got what it waits for
     * @param cache its keys and values
     */
    SequenceState(PrefixTree prefixes, Tenant tenant, PrefixTree.Partition partition, boolean shares, long number,
            Condition served, KeyValueCache cache) {
        this.prefixes = prefixes;
        this.tenant = tenant;
        this.partition = partition;
        this.shares = shares;
        this.number = number;
        this.served = served;
        this.cache = cache;
    }

    /** Whose it is. */
    public Tenant tenant() {
        return tenant;
    }

    /** Its keys and values. */
    public KeyValueCache cache() {
        return cache;
    }

    /** Its tokens, those that are being added included. */
    public int[] tokens() {
        return tokens;
    }

    /** How many tokens it has; those that are being added not counted. */
    public int length() {
        return length;
    }

    /** How many of its first tokens had their state from others. */
    public int reused() {
        return reused;
    }

    /** Writes tokens behind the last, where they count as soon as {@link CacheMemory#leave} says so. */
    void append(int[] added) {
        if (tokens.length < length + added.length) {
            tokens = Arrays.copyOf(tokens, Math.max(length + added.length, 2 * tokens.length));
        }
        System.arraycopy(added, 0, tokens, length, added.length);
    }

    /** Takes over the state that others left of its tokens, as much as there is. */
    void share() {
        held = prefixes.share(partition, tokens, Math.min(wanted - fresh, own), cache.blocks());
        kept = held / POSITIONS * POSITIONS;
        if (length == 0) {
            reused = held;
        }
    }

    /** Sets how many tokens it has and how many of them have keys and values. */
    void set(int newLength, int newHeld) {
        length = newLength;
        held = Math.min(newHeld, newLength);
        kept = Math.min(kept, newLength);
    }
}
