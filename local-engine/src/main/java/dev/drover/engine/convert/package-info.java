/** From other programs' model files to GGUF, and from one format to another. */
@NullMarked
package dev.drover.engine.convert;

import org.jspecify.annotations.NullMarked;
