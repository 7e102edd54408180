package dev.drover.engine.model.llama;

import dev.drover.engine.kernel.Matrix;

/**
 * The weights of one layer. With width w, query width q, key width k and hidden size h:
 *
 * @param attentionNorm {@code [w]}
 * @param query {@code q x w}
 * @param key {@code k x w}
 * @param value {@code k x w}
 * @param output {@code w x q}
 * @param feedForwardNorm {@code [w]}
 * @param gate {@code h x w}
 * @param up {@code h x w}
 * @param down {@code w x h}
 */
record LlamaLayer(float[] attentionNorm, Matrix query, Matrix key, Matrix value, Matrix output, float[] feedForwardNorm,
        Matrix gate, Matrix up, Matrix down) {}
