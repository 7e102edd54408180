/** From other programs' model files to GGUF. */
@NullMarked
package dev.drover.engine.convert;

import org.jspecify.annotations.NullMarked;
