/**
 * Forms of requests and answers as bytes. A {@link dev.drover.gateway.wire.Dialect} reads requests into
 * {@link dev.drover.inference.ChatRequest}s and writes answers whole or as server-sent events, and failures as error
 * objects; here is that of OpenAI's chat completions, and the packages below hold the others. Bodies that go on to a
 * provider that speaks the same form are edited in place, never decoded and encoded again.
 */
@NullMarked
package dev.drover.gateway.wire;

import org.jspecify.annotations.NullMarked;
