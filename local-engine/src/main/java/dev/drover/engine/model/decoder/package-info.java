/** The parts that decoder-only transformers share. */
@NullMarked
package dev.drover.engine.model.decoder;

import org.jspecify.annotations.NullMarked;
