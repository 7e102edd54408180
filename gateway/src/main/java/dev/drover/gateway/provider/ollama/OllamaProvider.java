package dev.drover.gateway.provider.ollama;

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

/** Ollama in its own interface, which says more of a model than the one it shares with OpenAI. */
public final class OllamaProvider implements Provider {

    static final String KEEP_ALIVE = "keepAlive";
    static final String CONTEXT = "contextLength";

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text(KEEP_ALIVE, "", List.of(),
                        "How long the model stays in memory, such as 30m; empty for usual."),
                Option.integer(CONTEXT, 0, 0, 100_000_000, "How many tokens the model reads; 0 for its own setting."));
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:11434");
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        OllamaClient client = new OllamaClient(new HttpUpstream(endpoint));
        return new EmbeddingModel(new SeveralChoices(client), client);
    }
}
