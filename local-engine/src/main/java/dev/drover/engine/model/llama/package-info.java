/** The Llama architecture (Touvron et al. 2023) and the many networks whose files say they are one. */
@NullMarked
package dev.drover.engine.model.llama;

import org.jspecify.annotations.NullMarked;
