/**
 * The network that is trained: its shape and parameters, the forward pass over packed documents, and the hand-written
 * backward pass.
 */
@NullMarked
package dev.drover.herd.train.network;

import org.jspecify.annotations.NullMarked;
