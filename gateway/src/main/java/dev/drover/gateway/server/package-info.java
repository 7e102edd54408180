/**
 * HTTP in: routes, handlers, failures as error objects, draining, and the application that holds it all. Spring is
 * started here, for {@code serve} alone.
 */
@NullMarked
package dev.drover.gateway.server;

import org.jspecify.annotations.NullMarked;
