package dev.drover.engine.model.decoder;

import dev.drover.engine.network.Batch;
import dev.drover.engine.network.RowHook;
import dev.drover.inference.token.Hook.Way;

/** What is read and changed of hidden states in a pass; see {@link dev.drover.inference.token.Hook}. */
final class Hooks {

    private static final Way[] STATES = {Way.REPLACE, Way.ADD};

    private final Batch batch;
    private final int width;

    Hooks(Batch batch, int width) {
        this.batch = batch;
        this.width = width;
    }

    /**
     * Changes, then reads the hidden states before a layer.
     *
     * @param layer the layer, or the number of all for what comes before the last norm
     * @param x hidden states, {@code rows x width}
     * @param here whether this member does it; the others learn only whether it must be waited for
     * @return whether it must be, for others read what it changes
     */
    boolean apply(int layer, float[] x, boolean here) {
        boolean changes = false;
        for (Way way : STATES) {
            for (RowHook hook : batch.hooks()) {
                if (hook.layer() == layer && hook.way() == way) {
                    changes = true;
                    if (here) {
                        change(hook, x);
                    }
                }
            }
        }
        for (RowHook hook : batch.hooks()) {
            if (here && hook.layer() == layer && hook.way() == null) {
                System.arraycopy(x, hook.row() * width, hook.values(), hook.at(), width);
            }
        }
        return changes;
    }

    private void change(RowHook hook, float[] x) {
        int to = hook.row() * width;
        if (hook.way() == Way.REPLACE) {
            System.arraycopy(hook.values(), hook.at(), x, to, width);
        } else {
            add(hook, x);
        }
    }

    private void add(RowHook hook, float[] target) {
        for (int i = 0; i < width; i++) {
            target[hook.row() * width + i] += hook.values()[hook.at() + i];
        }
    }

    /** Adds what is fused into the keys and values of a layer to what they are made of, which each member has for itself. */
    void fuse(int layer, float[] normalized) {
        for (int i = 0; i < batch.hooks().size(); i++) {
            RowHook hook = batch.hooks().get(i);
            if (hook.layer() == layer && hook.way() == Way.FUSE) {
                add(hook, normalized);
            }
        }
    }
}
