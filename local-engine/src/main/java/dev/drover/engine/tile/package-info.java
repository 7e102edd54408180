/**
 * Matrix products on the processor's tile unit, in machine code made at run time; the models' products of many tokens and
 * the herd's trainer use them. {@link dev.drover.engine.tile.BrainFloat} says in plain Java which bits they give.
 */
@NullMarked
package dev.drover.engine.tile;

import org.jspecify.annotations.NullMarked;
