/**
 * The OpenAI form of chat completions as bytes: requests are read into
 * {@link dev.drover.inference.ChatRequest}s, answers are written whole or as server-sent events, failures become error
 * objects. Bodies that go on to a provider that speaks the same form are edited in place, never decoded and encoded
 * again.
 */
@NullMarked
package dev.drover.gateway.wire;

import org.jspecify.annotations.NullMarked;
