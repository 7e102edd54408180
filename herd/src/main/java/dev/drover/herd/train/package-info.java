/**
 * Trains the herd: small Llama-architecture models in plain Java, the same bits on any machine, thread count and vector
 * width. {@link dev.drover.herd.train.Trainer} takes steps, {@link dev.drover.herd.train.TrainingRun} takes them to the end
 * of a budget with checkpoints, and {@link dev.drover.herd.train.HerdTraining} is the command over the recipes of the bundled
 * models.
 */
@NullMarked
package dev.drover.herd.train;

import org.jspecify.annotations.NullMarked;
