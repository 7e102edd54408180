/**
 * The load harness: a mock upstream, a load generator and nginx beside the gateway, each a process of its own on loopback,
 * measured in turn within one run. Speaks HTTP/1.1 on bare Netty, for neither of the two may be what is measured.
 */
@NullMarked
package dev.drover.gateway.bench;

import org.jspecify.annotations.NullMarked;
