/**
 * The learned prediction of how well each model would answer a prompt: features of its text, one logistic head a model
 * ({@link dev.drover.router.quality.RouterModel}), trained on {@link dev.drover.router.quality.Outcome}s by
 * {@link dev.drover.router.quality.RouterTrainer}.
 */
@NullMarked
package dev.drover.router.quality;

import org.jspecify.annotations.NullMarked;
