/** How good a router is: what it gains over the best single model, how far it stays below an oracle, and at what size. */
@NullMarked
package dev.drover.router.evaluation;

import org.jspecify.annotations.NullMarked;
