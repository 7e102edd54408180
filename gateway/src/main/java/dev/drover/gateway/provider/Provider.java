package dev.drover.gateway.provider;

import dev.drover.inference.ModelClient;
import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A protocol that remote models are asked in. */
public interface Provider {

    /** The name documents use. */
    String name();

    /** The options that its deployments take. */
    default OptionSchema options() {
        return OptionSchema.NONE;
    }

    /** Where its interface starts when a document does not say; null when documents must. */
    default @Nullable URI url() {
        return null;
    }

    /**
     * A client of one deployment. It makes a single attempt a subscription and fails with
     * {@code InferenceFailure.Unavailable} or {@code Overloaded} while nothing of an answer has been handed out, with
     * {@code Broken} after that. A request that came in the provider's own form is answered with the provider's frames as
     * they came; any other with parts. What the provider cannot do is {@code Rejected} with code
     * {@link #UNSUPPORTED}. A client that also makes embeddings is an {@code EmbeddingClient} too.
     *
     * @throws IllegalArgumentException when the deployment cannot be asked so
     */
    ModelClient client(Endpoint endpoint);

    /** The code of the refusal of what a provider cannot do: another may. */
    String UNSUPPORTED = "unsupported_by_provider";
}
