package dev.drover.gateway.server;

import dev.drover.gateway.fixture.ServedGateway;
import dev.drover.gateway.fixture.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * OpenAI's official library for Node, pointed here. It is fetched once into the build folder by {@code npm ci}; where there
 * is no Node, or no registry to fetch it from, the test is skipped and says why.
 */
class NodeClientLibraryTest extends ServedGateway {

    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src", "test", "node");
    private static final Path HOME = Path.of(System.getProperty("basedir", ""), "target", "node");

    /** What a program said, and how it ended; not 0 also where there is no such program. */
    private record Run(int status, String said) {}

    @BeforeAll
    static void start() {
        Run node = run(Path.of(""), "node", "--version");
        assumeTrue(node.status() == 0, "there is no node; install Node 20 or newer to run this test");
        assumeTrue(fetched(), "npm cannot fetch the library: there is no npm, or no registry");
        TestGateway.remote(folder, "says", "{}", "{provider: scripted, model: s, text: It is sunny.}");
        TestGateway.remote(folder, "calls", "{}",
                "{provider: scripted, model: s, tool: weather, calls: 2, arguments: '{\"city\":\"Paris\"}'}");
        TestGateway.remote(folder, "dies", "{}", "{provider: scripted, model: s, text: It is sunny., fault: cut}");
        serve();
    }

    private static boolean fetched() {
        try {
            Files.createDirectories(HOME);
            boolean same = true;
            for (String name : List.of("package.json", "package-lock.json", "client.mjs")) {
                Path copy = HOME.resolve(name);
                same &= Files.exists(copy) && Files.mismatch(SOURCES.resolve(name), copy) < 0;
                Files.copy(SOURCES.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return (same && Files.isDirectory(HOME.resolve("node_modules", "openai")))
                    || run(HOME, "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund",
                            "--fetch-retries=0", "--fetch-timeout=20000").status() == 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Run run(Path folder, String... command) {
        try {
            Path errors = Files.createTempFile("node", ".txt");
            Process process = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile())
                    .redirectError(errors.toFile())
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            return new Run(ended ? process.exitValue() : -1, said + Files.readString(errors));
        } catch (IOException missing) {
            return new Run(-1, String.valueOf(missing.getMessage()));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void anApplicationGetsWhatItAsksFor() {
        Run run = run(HOME, "node", "client.mjs", gateway.url() + "/v1");
        assertThat(run.status()).as(run.said()).isZero();
        JsonNode seen = TestGateway.json(run.said().lines().reduce((before, last) -> last).orElseThrow());

        assertThat(seen.path("whole")).hasToString("[\"It is sunny.\",\"stop\",3]");
        assertThat(seen.path("streamed").asString()).isEqualTo("It is sunny.");
        assertThat(seen.path("streamedUsage").asInt()).isEqualTo(3);
        assertThat(seen.path("calls")).hasToString(
                "[[\"weather\",\"{\\\"city\\\":\\\"Paris\\\"}\"],[\"weather\",\"{\\\"city\\\":\\\"Paris\\\"}\"]]");
        assertThat(seen.path("response").asString()).isEqualTo("It is sunny.");
        assertThat(seen.path("again").asString()).isEqualTo("It is sunny.");
        assertThat(seen.path("events").valueStream().map(JsonNode::asString)).startsWith("response.created")
                .contains("response.output_text.delta")
                .endsWith("response.completed");
        assertThat(seen.path("items").asInt()).isEqualTo(1);
        assertThat(seen.path("completion").asString()).isEqualTo("It is sunny.");
        assertThat(seen.path("embedding").asInt()).isEqualTo(3);
        assertThat(seen.path("models")).hasToString("[\"calls\",\"dies\",\"says\"]");
        assertThat(seen.path("error").path(0).asBoolean()).isTrue();
        assertThat(seen.path("error").path(1).asString()).isEqualTo("model_not_found");
        assertThat(seen.path("died").asString()).isEqualTo("stream_cut");
    }
}
