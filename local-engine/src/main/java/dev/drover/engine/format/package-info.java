/**
 * How weights are stored: a catalogue of block formats, each a row of numbers cut into blocks of a fixed size in the
 * byte layout that ggml gave it. A format here is a scalar reference that turns numbers into blocks and back; the quick
 * arithmetic on blocks is the kernels' business and is held against this one.
 *
 * <p>
 * Plain numbers aside, formats are tables ({@link dev.drover.engine.format.CodedFormat}): where in a block the codes lie
 * and what they mean. A new one is a class that gives its tables and stores a block, a line in
 * {@link dev.drover.engine.format.BlockFormats}, and its golden blocks; kernels need not be told.
 */
@NullMarked
package dev.drover.engine.format;

import org.jspecify.annotations.NullMarked;
