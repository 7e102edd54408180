package dev.drover.gateway.faults;

import dev.drover.gateway.fixture.GatewayProcess;
import dev.drover.gateway.fixture.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators do to a gateway, done to a process with signals. */
class GatewayProcessTest {

    private static final int BY_SIGTERM = 143;

    @TempDir
    Path folder;

    /** An operator who has signals and an editor. */
    private final class Operator implements Control, AutoCloseable {

        private GatewayProcess gateway = new GatewayProcess(folder, "--drain", "20");

        @Override
        public Set<Verb> verbs() {
            return EnumSet.of(Verb.RELOAD, Verb.DRAIN, Verb.KILL, Verb.START);
        }

        @Override
        public void act(Verb verb) {
            switch (verb) {
                case RELOAD -> TestGateway.remote(folder, "another", "{}", "{provider: scripted, model: any}");
                case DRAIN -> gateway.terminate();
                case KILL -> gateway.kill();
                default -> {
                    gateway.ended();
                    gateway = new GatewayProcess(folder, "--drain", "20");
                }
            }
        }

        @Override
        public void close() {
            gateway.close();
        }
    }

    @Test
    void itReloadsDrainsAndComesBackFromBeingKilled() throws IOException {
        try (FaultUpstream upstream = new FaultUpstream(0, FaultSuite::script)) {
            TestGateway.write(folder, "key.txt", "sk-upstream-secret\n");
            TestGateway.write(folder, "suite.yaml", SuitePolicies.of(upstream, "{file: key.txt}"));
            try (Operator operator = new Operator()) {
                for (String name : List.of("a stream runs on while policies change",
                        "a running stream ends well while the gateway stops",
                        "a gateway that was killed answers when it is back")) {
                    assertThat(FaultSuite.run(new FaultSuite.Target(() -> operator.gateway.url(), "",
                            Duration.ofSeconds(30), operator, ""), upstream, name, outcome -> {
                                // looked at below
                            })).singleElement().satisfies(outcome -> {
                                assertThat(outcome.why()).isEmpty();
                                assertThat(outcome.result()).isEqualTo(FaultSuite.Result.OK);
                            });
                }
            }
        }
    }

    @Test
    void aStreamThatOutlivesTheDrainEndsWithAnErrorAndIsLoggedAndTheProcessEnds() throws Exception {
        TestGateway.remote(folder, "endless", "{}",
                "{provider: scripted, model: any, text: \"" + "word ".repeat(1_000) + "\", pieceMillis: 50}");
        Path log = folder.resolve("access.log");
        try (GatewayProcess gateway = new GatewayProcess(folder, "--drain", "1", "--access-log", log.toString());
                HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<java.io.InputStream>> stream = client
                    .sendAsync(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"endless\",\"stream\":true,"
                                    + "\"messages\":[{\"role\":\"user\",\"content\":\"a secret\"}]}"))
                            .build(), HttpResponse.BodyHandlers.ofInputStream());
            java.io.InputStream body = stream.join().body();
            assertThat(body.read()).isPositive();

            gateway.terminate();

            assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("event: error")
                    .contains("shutting_down")
                    .doesNotContain("[DONE]");
            assertThat(gateway.ended()).isEqualTo(BY_SIGTERM);
        }
        assertThat(Files.readAllLines(log)).singleElement()
                .satisfies(
                        line -> assertThat(TestGateway.json(line).path("error").asString()).isEqualTo("shutting_down"))
                .asString()
                .doesNotContain("secret");
    }
}
