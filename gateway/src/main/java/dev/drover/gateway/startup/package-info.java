/**
 * Starting quickly and staying small: the rehearsal from which Java makes a cache of what starting needs, and the measuring
 * of start-up time and resident memory on processes of their own.
 */
@NullMarked
package dev.drover.gateway.startup;

import org.jspecify.annotations.NullMarked;
