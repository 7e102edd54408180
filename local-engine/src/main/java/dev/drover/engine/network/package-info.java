/**
 * What a model is to the scheduler: a {@link dev.drover.engine.network.Network} of weights, the
 * {@link dev.drover.engine.cache.KeyValueCache} of each sequence, and a
 * {@link dev.drover.engine.network.ForwardPass} that turns a batch of tokens into logits.
 */
@NullMarked
package dev.drover.engine.network;

import org.jspecify.annotations.NullMarked;
