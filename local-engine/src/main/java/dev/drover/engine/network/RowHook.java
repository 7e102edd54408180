package dev.drover.engine.network;

import dev.drover.inference.token.Hook;
import org.jspecify.annotations.Nullable;

/**
 * A hidden state that is read or changed in a pass.
 *
 * @param row the batch's row
 * @param layer how many layers lie before the place
 * @param way how it is changed; null when it is read
 * @param values holds or receives the numbers
 * @param at where they begin
 */
public record RowHook(int row, int layer, Hook.@Nullable Way way, float[] values, int at) {}
