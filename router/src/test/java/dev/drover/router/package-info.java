/** Tests of the router. */
@NullMarked
package dev.drover.router;

import org.jspecify.annotations.NullMarked;
