/** Tests of the router's strategy package. */
@NullMarked
package dev.drover.router.strategy;

import org.jspecify.annotations.NullMarked;
