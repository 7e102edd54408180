/** How quick the engine is on this machine, beside what the machine could do at best. */
@NullMarked
package dev.drover.engine.bench;

import org.jspecify.annotations.NullMarked;
