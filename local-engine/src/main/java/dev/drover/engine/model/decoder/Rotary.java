package dev.drover.engine.model.decoder;

import dev.drover.engine.cache.KeyValueCache;
import org.jspecify.annotations.Nullable;

/**
 * How positions turn queries and keys: one table, or with LongRoPE (Ding et al. 2024) one for short sequences and one for
 * long ones. The keys of a sequence stay turned as they are, so which of the two it gets is settled by how long it may
 * become, when it is opened.
 *
 * @param table the table, of short sequences where there are two
 * @param far the table of long sequences; null where there is one for all
 * @param border the longest sequence that counts as short
 */
record Rotary(RotaryTable table, @Nullable RotaryTable far, int border) {

    /** The table of a sequence. */
    RotaryTable of(KeyValueCache cache) {
        return far != null && isFar(cache.capacity()) ? far : table;
    }

    /** Whether a sequence that may become so long gets the table of long ones. */
    boolean isFar(int capacity) {
        return far != null && capacity > border;
    }
}
