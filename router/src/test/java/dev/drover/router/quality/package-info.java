/** Tests of the router's quality package. */
@NullMarked
package dev.drover.router.quality;

import org.jspecify.annotations.NullMarked;
