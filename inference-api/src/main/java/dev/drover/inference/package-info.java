/**
 * The words every part of Drover shares at the level of text: a {@link dev.drover.inference.ChatRequest} goes into a
 * {@link dev.drover.inference.ModelClient}, {@link dev.drover.inference.AnswerPart}s come out as they are produced, and
 * what goes wrong is an {@link dev.drover.inference.InferenceFailure}. Providers, local engines, cascades and routed
 * groups are all model clients, so they compose like decorators.
 */
@NullMarked
package dev.drover.inference;

import org.jspecify.annotations.NullMarked;
