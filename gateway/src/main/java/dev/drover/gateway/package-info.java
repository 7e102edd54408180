/**
 * The gateway: the one module that knows Spring. {@link dev.drover.gateway.ChatPipeline} is the path of a request on one
 * screen; the packages below hold its stages and what surrounds them, the HTTP server, the providers, the wiring from
 * policies to models and the command line.
 */
@NullMarked
package dev.drover.gateway;

import org.jspecify.annotations.NullMarked;
