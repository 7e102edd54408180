/**
 * The one tokenizer of all bundled models: byte-level byte-pair encoding of 1,024 entries as GPT-2 does it (Sennrich et
 * al. 2016; Radford et al. 2019), its training, and the frozen result.
 */
@NullMarked
package dev.drover.herd.vocabulary;

import org.jspecify.annotations.NullMarked;
