package dev.drover.gateway.provider.gemini;

import dev.drover.gateway.provider.EmbeddingModel;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.inference.ModelClient;
import dev.drover.inference.SeveralChoices;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import java.util.List;

/**
 * Google's Gemini, and the same interface of Vertex AI with an address that ends in {@code /publishers/google} and
 * {@code keyHeader: Authorization}.
 */
public final class GeminiProvider implements Provider {

    static final String KEY_HEADER = "keyHeader";

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.text(KEY_HEADER, "x-goog-api-key", List.of(),
                "The header that carries the key; Authorization carries it as a Bearer token."));
    }

    @Override
    public URI url() {
        return URI.create("https://generativelanguage.googleapis.com/v1beta");
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        GeminiClient client = new GeminiClient(new HttpUpstream(endpoint));
        return new EmbeddingModel(new SeveralChoices(client), client);
    }
}
