package dev.drover.gateway.provider;

import dev.drover.inference.ChatRequest;
import dev.drover.policy.Model;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One call to one deployment.
 *
 * @param model the model's name in the policies
 * @param deployment whom it goes to
 * @param asked the model's name there
 * @param operation {@code chat}, {@code embeddings} or {@code count_tokens}
 * @param why it is made
 * @param chat what is asked; null where it is no conversation
 */
public record UpstreamCall(String model, Model.Deployment deployment, String asked, String operation, Why why,
        @Nullable ChatRequest chat) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** Why a call is made. */
    public enum Why {
        /** It is the request's first. */
        FIRST,
        /** The one before could not begin. */
        FAIL_OVER,
        /** All had failed, and a while has passed. */
        RETRY,
        /** The one before has not begun yet. */
        HEDGE
    }

    /** The name of its model that labels metrics: as the policies have it, whatever a client asked for. */
    public String label() {
        return deployment.model().equals("*") ? model : deployment.model();
    }

    /** The deployment's host. */
    public String host() {
        return String.valueOf(deployment.url().getHost());
    }

    /** The deployment's port. */
    public int port() {
        URI url = deployment.url();
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS : HTTP;
    }
}
