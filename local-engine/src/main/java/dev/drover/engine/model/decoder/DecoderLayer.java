package dev.drover.engine.model.decoder;

import org.jspecify.annotations.Nullable;

/**
 * One layer. With width w:
 *
 * @param attention its first part
 * @param before the norm of what goes into the second part, {@code [w]}
 * @param feedForward its second part
 * @param after the norm of what the second part adds to the activations, {@code [w]}; null for none
 */
record DecoderLayer(AttentionLayer attention, Norm before, FeedForward feedForward, @Nullable Norm after) {}
