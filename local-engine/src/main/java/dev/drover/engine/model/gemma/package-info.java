/**
 * The Gemma architectures: embeddings scaled by the root of their width and gates of GELU from the first on; a norm of
 * what is added, windows and caps from the second; norms of queries and keys in the third. Their files hold the factors of
 * norms with 1 already added.
 */
@NullMarked
package dev.drover.engine.model.gemma;

import org.jspecify.annotations.NullMarked;
