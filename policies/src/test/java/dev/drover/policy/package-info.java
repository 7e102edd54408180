/** Tests of the policies. */
@NullMarked
package dev.drover.policy;

import org.jspecify.annotations.NullMarked;
