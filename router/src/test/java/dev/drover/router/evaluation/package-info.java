/** Tests of the router's evaluation package. */
@NullMarked
package dev.drover.router.evaluation;

import org.jspecify.annotations.NullMarked;
