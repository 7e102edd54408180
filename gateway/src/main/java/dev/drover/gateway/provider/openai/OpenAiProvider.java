package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.inference.ModelClient;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import java.util.List;

/**
 * Servers with OpenAI's interface: OpenAI itself, Azure, Groq, Mistral, OpenRouter, vLLM, llama.cpp, SGLang. Bodies in
 * OpenAI's forms are forwarded as they came, with the model's name replaced.
 */
public final class OpenAiProvider implements Provider {

    static final String KEY_HEADER = "keyHeader";
    static final String STREAM_USAGE = "streamUsage";
    static final String LIMIT_FIELD = "limitField";
    static final String RESPONSES = "responses";

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text(KEY_HEADER, "Authorization", List.of(),
                        "The header that carries the key; Authorization carries it as a Bearer token."),
                Option.flag(STREAM_USAGE, true, "Whether the server understands stream_options.include_usage."),
                Option.text(LIMIT_FIELD, "max_tokens", List.of("max_tokens", "max_completion_tokens"),
                        "What the server calls the limit on tokens, for requests that came in another form."),
                Option.flag(RESPONSES, false,
                        "Whether the server answers responses itself; else they are made of chat completions."));
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        return new OpenAiClient(new HttpUpstream(endpoint));
    }
}
