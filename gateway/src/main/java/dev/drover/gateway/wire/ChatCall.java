package dev.drover.gateway.wire;

import dev.drover.inference.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion as a client asked for it over HTTP: the request and how the answer shall be delivered.
 *
 * @param request what shall be answered
 * @param stream whether the answer is wanted as server-sent events
 * @param includeUsage whether a stream shall end with its usage
 * @param choices how many answers are wanted, at least 1
 * @param foreignPart the first content part that is not text, as {@code field: value}; null when all are
 */
public record ChatCall(ChatRequest request, boolean stream, boolean includeUsage, int choices,
        @Nullable String foreignPart) {}
