package dev.drover.gateway.provider.anthropic;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.inference.ModelClient;
import dev.drover.inference.SeveralChoices;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import java.util.List;

/** Anthropic. Bodies in its own form are forwarded as they came, with the model's name replaced. */
public final class AnthropicProvider implements Provider {

    static final String VERSION = "version";
    static final String THINKING = "thinking";
    static final String MAX_TOKENS = "maxTokens";

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.text(VERSION, "2023-06-01", List.of(), "The version of the interface."),
                Option.text(THINKING, "budget", List.of("budget", "adaptive"),
                        "How the model is told to think: with a budget of tokens, or with an effort, as newer ones want."),
                Option.integer(MAX_TOKENS, 8_192, 1, 1_000_000,
                        "The limit on an answer's tokens for requests that say none, which this interface demands."));
    }

    @Override
    public URI url() {
        return URI.create("https://api.anthropic.com/v1");
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        return new SeveralChoices(new AnthropicClient(new HttpUpstream(endpoint)));
    }
}
