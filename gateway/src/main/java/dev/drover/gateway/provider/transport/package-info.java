/**
 * What all providers over HTTP share: connections to addresses that are safe to ask, the clocks of an answer, what goes
 * wrong on the way, and how streams are taken apart. A provider brings the address, the body and a
 * {@link dev.drover.gateway.provider.transport.Translation} of what comes back.
 */
@NullMarked
package dev.drover.gateway.provider.transport;

import org.jspecify.annotations.NullMarked;
