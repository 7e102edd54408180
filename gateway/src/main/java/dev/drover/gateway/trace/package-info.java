/**
 * Traces across processes: the trace a request is part of travels in W3C's header {@code traceparent}, within this
 * process in Reactor's context. Spans are made and exported as OpenTelemetry's standard variables say; without them
 * incoming traces are still handed on.
 */
@NullMarked
package dev.drover.gateway.trace;

import org.jspecify.annotations.NullMarked;
