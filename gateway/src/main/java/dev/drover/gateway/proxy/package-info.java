/** The proxies between this process and others, as the environment names them. */
@NullMarked
package dev.drover.gateway.proxy;

import org.jspecify.annotations.NullMarked;
