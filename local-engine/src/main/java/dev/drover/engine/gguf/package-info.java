/**
 * Model files: GGUF, versions 2 and 3 read, also a model in several files; version 3 written. Reading maps the files
 * into memory and checks every length, count, offset and type before it is followed, so that a damaged or hostile file
 * is refused with the name of the field and its place, and nothing is allocated that the file could not hold. Writing
 * streams: a model larger than memory can be written.
 */
@NullMarked
package dev.drover.engine.gguf;

import org.jspecify.annotations.NullMarked;
