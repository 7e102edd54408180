/**
 * Low-rank adapters (Hu et al. 2021, LoRA): what changes a model for single sequences.
 * {@link dev.drover.engine.adapter.AdapterReader} reads the GGUF files that hold them,
 * {@link dev.drover.engine.adapter.AdapterSet} says which of them a sequence has, and
 * {@link dev.drover.engine.adapter.Adapting} is their part of a pass.
 */
@NullMarked
package dev.drover.engine.adapter;

import org.jspecify.annotations.NullMarked;
