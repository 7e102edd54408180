package dev.drover.policy;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Documents and a catalogue that tests start from. */
final class Examples {

    private static final Option BLOCK = Option.integerOr("blockLength", 5, 1, 15, List.of("adaptive"),
            "Tokens a block.");

    static final Catalogue CATALOGUE = new Catalogue(
            Map.of("herd",
                    OptionSchema.of(Option.number("prior", 0.5, 0, 1, "Quality of a model it has not met."),
                            Option.integer("expectedTokens", 200, 1, 100_000, "Tokens of an answer.")),
                    "first", OptionSchema.NONE),
            Map.of("token-v3", OptionSchema.of(Option.number("leniency", 0.3, 0, 1, "How lenient it is."), BLOCK),
                    "lossless", OptionSchema.of(BLOCK)),
            Map.of("lookup", OptionSchema.of(Option.integer("ngram", 3, 1, 16, "How many tokens are looked for."))),
            Map.of("mean", OptionSchema.of(Option.number("threshold", 0.8, 0, 2, "The least that is kept."))),
            Map.of("openai", new Catalogue.Provider(OptionSchema.NONE, null), "other",
                    new Catalogue.Provider(
                            OptionSchema
                                    .of(Option.text("keyHeader", "Authorization", List.of(), "Where the key goes.")),
                            URI.create("https://standard.example/v1"))),
            Map.of("weighted", OptionSchema.NONE, "prefix",
                    OptionSchema.of(Option.number("load", 1.25, 1.01, 10, "Above the mean."))));

    static final String MODELS = """
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: large-remote}
            spec:
              aliases: [gpt-large, "large-*"]
              context: 128000
              price: {inputPerMillion: 2.50, outputPerMillion: 10.00, currency: USD}
              clocks: {connect: 2s, firstToken: 30s, idle: 20s, total: 600s, keepAlive: 15s}
              deployments:
                - {provider: openai, url: "https://provider.example/v1", model: large-1, key: {env: PROVIDER_KEY}, weight: 3}
                - {provider: openai, url: "https://other.example/v1", model: large-1, key: {file: other.key}, weight: 1}
                - {provider: openai, url: "https://last.example/v1", model: "*", key: {env: LAST_KEY}, tier: 1}
            ---
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: herd-verifier}
            spec: {local: {file: "bundled:verifier"}, price: {inputPerMillion: 0.02, outputPerMillion: 0.08}}
            ---
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: herd-drafter}
            spec: {local: {file: "bundled:drafter"}}
            ---
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: herd-facts}
            spec: {local: {file: "bundled:facts"}}
            """;

    static final String POLICY = """
            apiVersion: drover.dev/v1
            kind: RoutePolicy
            metadata: {name: default}
            spec:
              match: {models: [auto], teams: ["*"]}
              route: {strategy: herd, objective: {quality: 1.0, cost: 0.3, latency: 0.1}, minimumQuality: 0.6,
                      candidates: [herd-pair, herd-facts, large-remote]}
              cascades:
                - {name: herd-pair, drafter: herd-drafter, verifier: herd-verifier, rule: token-v3, leniency: 0.3, blockLength: 5}
              cache: {exact: {ttl: 10m}}
            """;

    private Examples() {}

    static PolicySet read(String... documents) {
        return new PolicyReader(CATALOGUE)
                .read(List.of(new PolicySource("test.yaml", String.join("\n---\n", documents))), 1);
    }

    static List<Problem> problems(String... documents) {
        InvalidPolicies refusal = catchThrowableOfType(InvalidPolicies.class, () -> read(documents));
        return refusal == null ? List.of() : refusal.problems();
    }

    /** A small policy that only differs in name, match and priority. */
    static String policy(String name, String match, int priority) {
        return """
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: %s}
                spec:
                  match: %s
                  priority: %d
                  route: {strategy: first, candidates: [herd-verifier]}
                """.formatted(name, match, priority);
    }

    /** A small local model. */
    static String model(String name, String aliases) {
        return """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: %s}
                spec: {local: {file: "bundled:x"}, aliases: %s}
                """.formatted(name, aliases);
    }
}
