/**
 * The catalogue of architectures: which networks the engine can build from a file. Each has a folder of its own.
 */
@NullMarked
package dev.drover.engine.model;

import org.jspecify.annotations.NullMarked;
