/**
 * How well a model foretells a text, by itself and beside another: what shows whether a quantized model is still good.
 */
@NullMarked
package dev.drover.engine.quality;

import org.jspecify.annotations.NullMarked;
