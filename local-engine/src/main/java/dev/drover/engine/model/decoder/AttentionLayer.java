package dev.drover.engine.model.decoder;

import org.jspecify.annotations.Nullable;

/**
 * The attention of one layer. With width w, query width q, key width k and head size s:
 *
 * @param before the norm of what comes in, {@code [w]}
 * @param query {@code q x w}
 * @param key {@code k x w}
 * @param value {@code k x w}
 * @param queryNorm the norm of each query before it is turned, {@code [s]}; null for none
 * @param keyNorm the norm of each key before it is turned, {@code [s]}; null for none
 * @param output {@code w x q}
 * @param after the norm of what is added to the activations, {@code [w]}; null for none
 * @param span how far and how sharply it looks back
 * @param rotary how positions turn queries and keys; null where they do not
 */
record AttentionLayer(Norm before, Projection query, Projection key, Projection value, @Nullable Norm queryNorm,
        @Nullable Norm keyNorm, Projection output, @Nullable Norm after, Span span, @Nullable Rotary rotary) {}
