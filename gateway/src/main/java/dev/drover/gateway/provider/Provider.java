package dev.drover.gateway.provider;

import dev.drover.inference.ModelClient;

/** A protocol that remote models are asked in. */
public interface Provider {

    /** The name documents use. */
    String name();

    /**
     * A client of one deployment. It makes a single attempt a subscription and fails with
     * {@code InferenceFailure.Unavailable} or {@code Overloaded} while nothing of an answer has been handed out, with
     * {@code Broken} after that. A request with a body is answered with the provider's frames as they came; one without
     * with parts.
     */
    ModelClient client(Endpoint endpoint);
}
