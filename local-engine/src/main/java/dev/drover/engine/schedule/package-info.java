/**
 * From many blocking callers to few forward passes. {@link dev.drover.engine.schedule.Scheduler} gathers the pending
 * {@code extend} calls of all requests into batches and runs them on one crew, without a thread of its own.
 */
@NullMarked
package dev.drover.engine.schedule;

import org.jspecify.annotations.NullMarked;
