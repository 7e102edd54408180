/**
 * The decoder-only transformer: one forward pass for all architectures that are one. What sets them apart is data, a
 * {@link dev.drover.engine.model.decoder.DecoderPlan} that each architecture draws up from a file's metadata, and which
 * of a layer's weights are there: norms before and behind a part, biases, norms of queries and keys, experts. Tensors
 * that a file stores fused are cut into views when they are loaded, so the pass never sees them.
 */
@NullMarked
package dev.drover.engine.model.decoder;

import org.jspecify.annotations.NullMarked;
