package dev.drover.engine.schedule;

import dev.drover.engine.network.Batch;
import dev.drover.inference.token.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is read and changed of a sequence's hidden states. Changes are kept by position as long as the sequence reaches it:
 * state that was lost is computed anew with them.
 */
final class SequenceHooks {

    private final int width;
    private final TreeMap<Integer, List<Hook.Write>> written = new TreeMap<>();
    private List<Hook.Read> reads = List.of();
    private int begin;

    /** Those of a network with hidden states of a width. */
    SequenceHooks(int width) {
        this.width = width;
    }

    /**
     * Takes on what a call asks for.
     *
     * @param hooks what it asks for
     * @param length how many tokens the sequence has
     * @param added how many the call appends
     * @param layers how many the network has
     * @throws IllegalArgumentException when a hook names what is not there; nothing is taken on then
     */
    void begin(List<Hook> hooks, int length, int added, int layers) {
        begin = length;
        if (hooks.isEmpty()) {
            return;
        }
        hooks.forEach(hook -> check(hook, added, layers));
        reads = new ArrayList<>();
        for (Hook hook : hooks) {
            switch (hook) {
                case Hook.Read read -> reads.add(read);
                case Hook.Write write -> keep(write);
            }
        }
    }

    private void check(Hook hook, int added, int layers) {
        if (width == 0) {
            throw new IllegalArgumentException("hooks: " + hook + " (expected: none, for a network of this kind)");
        }
        int last = hook instanceof Hook.Write write && write.way() == Hook.Way.FUSE ? layers - 1 : layers;
        if (hook.layer() < 0 || hook.layer() > last) {
            throw new IllegalArgumentException("layer: " + hook.layer() + " (expected: 0 to " + last + ")");
        }
        if (hook.from() < 0 || hook.from() >= hook.to() || hook.to() > added) {
            throw new IllegalArgumentException("tokens: " + hook.from() + " to " + hook.to()
                    + " (expected: some of the " + added + " that are appended)");
        }
        long wanted = (long) (hook.to() - hook.from()) * width;
        if (hook.values().length != wanted) {
            throw new IllegalArgumentException("values: " + hook.values().length + " (expected: " + wanted + ", "
                    + width + " for each of " + (hook.to() - hook.from()) + " tokens)");
        }
    }

    private void keep(Hook.Write write) {
        for (int i = write.from(); i < write.to(); i++) {
            float[] own = new float[width];
            System.arraycopy(write.values(), (i - write.from()) * width, own, 0, width);
            written.computeIfAbsent(begin + i, position -> new ArrayList<>())
                    .add(new Hook.Write(write.layer(), i, i + 1, write.way(), own));
        }
    }

    /** The first position that is read; {@link Integer#MAX_VALUE} for none. */
    private int first() {
        return reads.stream().mapToInt(read -> begin + read.from()).min().orElse(Integer.MAX_VALUE);
    }

    /** The first position that the call reads; {@code end} for none. */
    int firstRead(int end) {
        return reads.isEmpty() ? end : first();
    }

    /** The first position that is changed; {@link Integer#MAX_VALUE} for none. */
    int firstWritten() {
        return written.isEmpty() ? Integer.MAX_VALUE : written.firstKey();
    }

    /** Puts what concerns a position, which is the last of a batch, into it. */
    void into(Batch batch, int position) {
        if (!written.isEmpty()) {
            written.getOrDefault(position, List.of())
                    .forEach(write -> batch.hook(write.layer(), write.way(), write.values(), 0));
        }
        for (Hook.Read read : reads) {
            int row = position - begin;
            if (row >= read.from() && row < read.to()) {
                batch.hook(read.layer(), null, read.values(), (row - read.from()) * width);
            }
        }
    }

    /** The call is over. */
    void end() {
        reads = List.of();
    }

    /** Forgets changes from a position on; returns whether there were any. */
    boolean truncate(int length) {
        Map<Integer, List<Hook.Write>> gone = written.tailMap(length, true);
        boolean any = !gone.isEmpty();
        gone.clear();
        return any;
    }

    /** Takes over the changes of another sequence. */
    void copy(SequenceHooks other) {
        other.written.forEach((position, writes) -> written.put(position, new ArrayList<>(writes)));
    }
}
