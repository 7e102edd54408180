/** The Phi-3 architecture. */
@NullMarked
package dev.drover.engine.model.phi;

import org.jspecify.annotations.NullMarked;
