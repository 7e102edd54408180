/**
 * How weights are stored: a catalogue of block formats, each a row of numbers cut into blocks of a fixed size in the
 * byte layout that ggml gave it. A format here is a scalar reference that turns numbers into blocks and back; the quick
 * arithmetic on blocks is the kernels' business and is held against this one.
 */
@NullMarked
package dev.drover.engine.format;

import org.jspecify.annotations.NullMarked;
