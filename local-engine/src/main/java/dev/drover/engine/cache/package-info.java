/**
 * What is kept of sequences' tokens: {@link dev.drover.engine.cache.KeyValueCache}, the keys and values of one sequence in
 * blocks, and {@link dev.drover.engine.cache.CacheMemory}, which answers for the memory of all of them, shares blocks between
 * sequences that begin alike, and takes them back when it runs short.
 */
@NullMarked
package dev.drover.engine.cache;

import org.jspecify.annotations.NullMarked;
