/**
 * BERT (Devlin et al. 2018) and its successor with rotary positions (Nussbaum et al. 2024): transformers in which every
 * token looks at every other, and whose answer is one vector for the text.
 */
@NullMarked
package dev.drover.engine.model.bert;

import org.jspecify.annotations.NullMarked;
