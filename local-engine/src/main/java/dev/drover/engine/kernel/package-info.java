/**
 * The arithmetic of a forward pass, at several levels of speed behind one interface: a scalar reference that always
 * works, the Vector API where the JVM was started with it, and machine code for products where the processor has dot
 * products of bytes. {@link dev.drover.engine.kernel.KernelLevels} chooses once.
 *
 * <p>
 * Every kernel keeps one promise: a row of activations gives the same bits whatever is computed beside it. Within a
 * level each dot product is summed in one order, for one row or many and for any split of the weights over threads.
 */
@NullMarked
package dev.drover.engine.kernel;

import org.jspecify.annotations.NullMarked;
