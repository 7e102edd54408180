/**
 * The arithmetic of training with the Vector API: matrix products, element-wise functions and sums. Every result is the
 * same bit for bit on any lane width: products accumulate each output over the inner dimension in order, sums run over 16
 * fixed strands, exponentials are polynomials of our own.
 */
@NullMarked
package dev.drover.herd.train.kernel;

import org.jspecify.annotations.NullMarked;
