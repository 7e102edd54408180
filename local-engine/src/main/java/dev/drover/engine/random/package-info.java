/** Models with random weights: of use for measuring speed at any size, and for nothing else. */
@NullMarked
package dev.drover.engine.random;

import org.jspecify.annotations.NullMarked;
