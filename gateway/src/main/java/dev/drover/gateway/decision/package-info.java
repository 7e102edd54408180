/**
 * What was decided for each request, and why: written down while the request runs, kept for a while, and told to those
 * who ask, in the answer itself and on the admin port.
 */
@NullMarked
package dev.drover.gateway.decision;

import org.jspecify.annotations.NullMarked;
