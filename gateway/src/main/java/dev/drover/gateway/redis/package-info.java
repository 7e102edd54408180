/** Redis as replicas share it: a guarded connection that never holds anybody up for long. */
@NullMarked
package dev.drover.gateway.redis;

import org.jspecify.annotations.NullMarked;
