/** The Granite architectures: Llama with a factor in each place where one fits, also with experts. */
@NullMarked
package dev.drover.engine.model.granite;

import org.jspecify.annotations.NullMarked;
