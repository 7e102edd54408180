/** A provider that answers by its options alone: a double for tests of applications, load and faults. */
@NullMarked
package dev.drover.gateway.provider.scripted;

import org.jspecify.annotations.NullMarked;
