/**
 * Model files: GGUF version 3, read and written. Reading maps the file into memory and checks every length, count,
 * offset and type before it is followed, so that a damaged or hostile file is refused with the name of the field and
 * its place, and nothing is allocated that the file could not hold. Writing streams: a model larger than memory can be
 * written.
 */
@NullMarked
package dev.drover.engine.gguf;

import org.jspecify.annotations.NullMarked;
