/**
 * JSON schemas as grammars. {@link dev.drover.inference.schema.JsonSchema} turns a schema into rules whose texts all
 * follow it; a keyword that no grammar can hold a text to is refused with its place, never left out.
 */
@NullMarked
package dev.drover.inference.schema;

import org.jspecify.annotations.NullMarked;
