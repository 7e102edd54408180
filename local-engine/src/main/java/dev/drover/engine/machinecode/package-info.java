/**
 * Machine code made at run time: an {@link dev.drover.engine.machinecode.Assembler} for the instructions that kernels
 * need, memory to execute it in, and what this processor can do. System V on x86-64 Linux only; elsewhere
 * {@link dev.drover.engine.machinecode.Processor} says that nothing of it runs.
 */
@NullMarked
package dev.drover.engine.machinecode;

import org.jspecify.annotations.NullMarked;
