package dev.drover.engine.precision;

import dev.drover.engine.format.BlockFormat;

/**
 * One way to store a tensor, and what it costs.
 *
 * @param format how
 * @param bytes what it takes
 * @param loss what it adds to the model's divergence from the source, in nats a token, when all else stays as it was
 */
public record Storage(BlockFormat format, long bytes, double loss) {}
