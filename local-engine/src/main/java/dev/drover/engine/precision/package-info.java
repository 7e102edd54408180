/**
 * Mixed precision: chooses a format for each tensor of a model so that the file has a size and the model says what it
 * said before. {@link dev.drover.engine.precision.Sensitivity} measures what a tensor's format does to the model's
 * distributions, {@link dev.drover.engine.precision.Allocation} spends the bytes where they help most, and
 * {@link dev.drover.engine.precision.MixedPrecision} is both together.
 */
@NullMarked
package dev.drover.engine.precision;

import org.jspecify.annotations.NullMarked;
