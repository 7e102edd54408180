/**
 * JSON as plain Java values, for schemas and tools, which come as text: maps in the order written, lists, texts,
 * {@link java.math.BigDecimal}s, flags and null.
 */
@NullMarked
package dev.drover.inference.json;

import org.jspecify.annotations.NullMarked;
