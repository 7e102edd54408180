package dev.drover.engine.model.bert;

import dev.drover.engine.model.decoder.Projection;
import org.jspecify.annotations.Nullable;

/**
 * One layer. With width w and hidden size h:
 *
 * @param query {@code w x w}
 * @param key {@code w x w}
 * @param value {@code w x w}
 * @param output {@code w x w}
 * @param attentionNorm of the sum of what came in and what attention made of it
 * @param gate {@code h x w}; null where what goes up is no gate's
 * @param up {@code h x w}
 * @param down {@code w x h}
 * @param outputNorm of the sum of that and what the second part made of it
 */
record BertLayer(Projection query, Projection key, Projection value, Projection output, Centering attentionNorm,
        @Nullable Projection gate, Projection up, Projection down, Centering outputNorm) {}
