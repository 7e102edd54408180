/**
 * The threads that compute. One {@link dev.drover.engine.crew.Crew} serves all models of a process; whoever starts a
 * pass takes part in it.
 */
@NullMarked
package dev.drover.engine.crew;

import org.jspecify.annotations.NullMarked;
