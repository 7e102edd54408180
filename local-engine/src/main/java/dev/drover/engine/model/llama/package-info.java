/**
 * The Llama architecture (Touvron et al. 2023): layers of grouped-query attention with rotary positions and of SwiGLU,
 * each behind a root mean square normalization and added to what came in.
 */
@NullMarked
package dev.drover.engine.model.llama;

import org.jspecify.annotations.NullMarked;
