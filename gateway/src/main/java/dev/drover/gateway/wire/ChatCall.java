package dev.drover.gateway.wire;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.RequestBody;
import java.util.Map;

/**
 * A request as a client made it over HTTP: what shall be answered and how the answer shall be delivered.
 *
 * @param request what shall be answered
 * @param stream whether the answer is wanted as server-sent events
 * @param includeUsage whether a stream shall end with its usage
 */
public record ChatCall(ChatRequest request, boolean stream, boolean includeUsage) {

    /** How many answers are wanted, at least 1. */
    public int choices() {
        return request.options().choices();
    }

    /** The same call with headers that change what its body means. */
    public ChatCall withHeaders(Map<String, String> headers) {
        RequestBody body = request.body();
        return headers.isEmpty() || body == null ? this
                : new ChatCall(request.withBody(new RequestBody(body.form(), body.json(), headers)), stream,
                        includeUsage);
    }
}
