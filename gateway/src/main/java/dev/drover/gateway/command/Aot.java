package dev.drover.gateway.command;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.gateway.roster.EngineModels;
import dev.drover.gateway.roster.Rosters;
import dev.drover.gateway.server.GatewayServer;
import dev.drover.gateway.server.ServeSettings;
import dev.drover.gateway.startup.Rehearsal;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses what the gateway does. The launcher runs it under {@code -XX:AOTCacheOutput}, so that Java writes down what it
 * has loaded, linked and learned, and later starts from there.
 */
final class Aot implements Command {

    private static final String USUAL = "auto";
    private static final int MOST_MODELS = 4;
    private static final String SCRIPTED = """
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: rehearsal}
            spec:
              deployments: [{provider: scripted, model: any, text: "It is 95."}]
            ---
            apiVersion: drover.dev/v1
            kind: RoutePolicy
            metadata: {name: rehearsal}
            spec:
              match: {models: [auto]}
              route: {strategy: first, candidates: [rehearsal]}
              cache: {exact: {ttl: 1m}}
            """;

    @Override
    public String name() {
        return "aot";
    }

    @Override
    public String summary() {
        return "Make the cache from which ./drover starts sooner.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover aot [--policies DIR]

                  --policies DIR    rehearse with these policies too, not the bundled ones

                Runs a gateway on free ports of this machine, asks it what is asked all day, and keeps what Java has loaded and
                learned meanwhile in gateway/target/drover.aot. ./drover uses it from then on, as long as Java, its options and
                the program are the same; without it everything works as before. ./drover bench start measures both.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("policies"), Set.of()).alone();
        Path given = arguments.text("policies").map(Path::of).orElse(null);
        if (given != null && !Files.isDirectory(given)) {
            throw Arguments.wrong("policies", given.toString(), "a folder of .yaml files");
        }
        try {
            int answered = rehearse(given) + rehearseElsewhere();
            out.println("rehearsed with " + answered + " answers");
            return DONE;
        } catch (IOException | UncheckedIOException | IllegalArgumentException failure) {
            err.println("drover aot: " + failure.getMessage());
            return FAILED;
        }
    }

    /** Rehearses with a provider, a policy and a cache. */
    private static int rehearseElsewhere() throws IOException {
        Path folder = Files.createTempDirectory("drover-rehearsal");
        Path document = folder.resolve("rehearsal.yaml");
        try {
            Files.writeString(document, SCRIPTED);
            return rehearse(folder);
        } finally {
            Files.deleteIfExists(document);
            Files.deleteIfExists(folder);
        }
    }

    private static int rehearse(@Nullable Path policies) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        EngineModels models = new EngineModels(new LocalEngine(EngineOptions.standard()));
        try (Rosters rosters = Rosters.open(policies, models, breakers);
                GatewayServer server = GatewayServer.start(
                        new ServeSettings("127.0.0.1", 0, 0, policies, null, null, Duration.ofSeconds(1)), rosters,
                        breakers)) {
            List<String> names = rosters.get().policies().names("");
            return Rehearsal.of(server,
                    Stream.concat(names.stream().filter(USUAL::equals), names.stream())
                            .distinct()
                            .limit(MOST_MODELS)
                            .toList());
        }
    }
}
