/**
 * Measures what several modules do together: cascades on the bundled pair, the herd behind its router. Items come from
 * the herd's generators, never from parts a model was trained on. Used by the command line; needs no Spring.
 */
@NullMarked
package dev.drover.gateway.evaluation;

import org.jspecify.annotations.NullMarked;
