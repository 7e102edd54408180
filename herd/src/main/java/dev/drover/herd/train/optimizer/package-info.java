/**
 * How gradients become steps: Muon for the matrices inside blocks, Adam for embeddings and norms, and the learning rate's
 * schedule.
 */
@NullMarked
package dev.drover.herd.train.optimizer;

import org.jspecify.annotations.NullMarked;
