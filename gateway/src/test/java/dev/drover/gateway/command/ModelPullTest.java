package dev.drover.gateway.command;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.gateway.fixture.FakeHub;
import dev.drover.gateway.roster.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model comes from a hub by a command, is listed, and is found by its name. */
class ModelPullTest {

    private static final RandomShape SMALL = new RandomShape("small", 256, 1, 4, 2, 256, 300, 64);

    @TempDir
    Path root;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ModelFiles files;
    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        files = new ModelFiles(root, root.resolve("cache"));
        Path model = root.resolve("made.gguf");
        RandomModel.write(SMALL, BlockFormats.Q4_K, 1, model);
        hub = new FakeHub().with("small.Q4_K_M.gguf", Files.readAllBytes(model))
                .with("small.Q8_0.gguf", "no model".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private int run(Command command, String... args) {
        out.reset();
        err.reset();
        return command.run(List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Command pull() {
        return new ModelPull(Map.of("HF_ENDPOINT", hub.uri().toString()), files.pulled());
    }

    @Test
    void aPulledModelIsListedAndFound() {
        assertThat(run(pull(), "someone/story")).as(err.toString(StandardCharsets.UTF_8)).isZero();
        Path file = Path.of(out.toString(StandardCharsets.UTF_8).strip());
        assertThat(file).exists();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("small.Q4_K_M.gguf: ").contains("done");
        assertThat(files.file("hub:someone/story:Q4_K_M")).isEqualTo(file);
        assertThat(files.file("hub:someone/story")).isEqualTo(file);
        assertThatThrownBy(() -> files.file("hub:someone/story:Q8_0")).hasMessageContaining("model pull");
        assertThatThrownBy(() -> files.file("hub:someone/else"))
                .hasMessageContaining("./drover model pull someone/else");

        assertThat(run(new ModelList(files))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("verifier +\\d+ +q8_0 1?\\d\\d %.* llama")
                .containsPattern("someone/story:Q4_K_M +\\d+ +q4_k .* %.* llama +64 +" + file);
    }

    @Test
    void aDamagedFileIsListedAsSuch() {
        assertThat(run(pull(), "someone/story:Q8_0")).isZero();
        assertThat(run(new ModelList(files), "--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"formats\":\"damaged: small.Q8_0.gguf: magic");
    }

    @Test
    void whatCannotBeHadIsToldWithWhatThereIs() {
        assertThat(run(pull(), "someone/story:Q2_K")).isEqualTo(Command.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("someone/story:small.Q4_K_M.gguf");
        assertThatThrownBy(() -> run(pull(), "story")).isInstanceOf(Command.Misuse.class)
                .hasMessageContaining("OWNER/NAME");
        assertThatThrownBy(() -> run(pull())).isInstanceOf(Command.Misuse.class);
    }
}
