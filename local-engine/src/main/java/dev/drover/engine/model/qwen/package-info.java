/** The Qwen architectures: biased queries, keys and values, then norms of queries and keys, each also with experts. */
@NullMarked
package dev.drover.engine.model.qwen;

import org.jspecify.annotations.NullMarked;
