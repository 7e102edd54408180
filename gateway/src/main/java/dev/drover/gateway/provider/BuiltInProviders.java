package dev.drover.gateway.provider;

import dev.drover.gateway.provider.anthropic.AnthropicProvider;
import dev.drover.gateway.provider.bedrock.BedrockProvider;
import dev.drover.gateway.provider.gemini.GeminiProvider;
import dev.drover.gateway.provider.ollama.OllamaProvider;
import dev.drover.gateway.provider.openai.OpenAiProvider;
import dev.drover.gateway.provider.scripted.ScriptedProvider;
import dev.drover.inference.option.Names;
import dev.drover.policy.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The catalogue of providers. */
public final class BuiltInProviders {

    private static final List<Provider> ALL = List.of(new OpenAiProvider(), new AnthropicProvider(),
            new GeminiProvider(), new OllamaProvider(), new BedrockProvider(), new ScriptedProvider());

    private BuiltInProviders() {}

    /** All providers. */
    public static List<Provider> all() {
        return ALL;
    }

    /** What documents may say of them, by name. */
    public static Map<String, Catalogue.Provider> catalogue() {
        return ALL.stream()
                .collect(Collectors.toUnmodifiableMap(Provider::name,
                        provider -> new Catalogue.Provider(provider.options(), provider.url())));
    }

    /** Their names. */
    public static Set<String> names() {
        return ALL.stream().map(Provider::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The provider of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Provider named(String name) {
        return ALL.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("provider: " + name + " (expected: "
                        + Names.nearest(name, names()).orElse(String.join(", ", names())) + ")"));
    }
}
