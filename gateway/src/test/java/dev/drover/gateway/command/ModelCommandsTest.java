package dev.drover.gateway.command;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The verbs about model files, on a small random model. */
class ModelCommandsTest {

    private static final RandomShape SMALL = new RandomShape("small", 256, 1, 4, 2, 256, 300, 64);

    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String model = "";

    @BeforeEach
    void writesAModel() throws IOException {
        Path path = folder.resolve("small.gguf");
        RandomModel.write(SMALL, BlockFormats.F16, 1, path);
        model = path.toString();
    }

    private int run(String... args) {
        return Drover.run(List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A figure of a line of JSON. */
    private double number(String key) {
        Matcher figure = Pattern.compile("\"" + key + "\":([0-9.E-]+)").matcher(out());
        assertThat(figure.find()).as(key).isTrue();
        return Double.parseDouble(figure.group(1));
    }

    @Test
    void showTellsMetadataTensorsFormatsAndMemory() {
        assertThat(run("model", "show", model)).as(err()).isZero();
        assertThat(out()).contains("general.architecture = llama")
                .contains("tokenizer.ggml.tokens = [<unk>, <s>, </s>, <0x00>, ... 300 in all]")
                .containsPattern("blk\\.0\\.ffn_down\\.weight +f16 +256 x 256")
                .containsPattern("output_norm\\.weight +f32 +256")
                .containsPattern("f16 +9 tensors")
                .containsPattern("weights, mapped +[0-9.]+ MiB")
                .containsPattern("keys and values +[0-9.]+ MiB for a context of 64 tokens");
    }

    @Test
    void showTellsOfAModelThatTheEngineDoesNotRunWhatItIs() throws IOException {
        Path other = folder.resolve("other.gguf");
        new GgufWriter().put("general.architecture", "else")
                .put("general.name", "steers \u001b[31m a terminal " + "x".repeat(100))
                .tensor("matrix", BlockFormats.Q6_K, new float[512], 256, 2)
                .write(other);
        assertThat(run("model", "show", other.toString())).isZero();
        assertThat(out()).containsPattern("matrix +q6_k +2 x 256")
                .contains("this engine does not run it")
                .contains("general.architecture")
                .contains("xxx...")
                .doesNotContain("\u001b");
    }

    @Test
    void quantizeWritesTheFormatAndSaysHowLargeItBecame() throws IOException {
        Path target = folder.resolve("small-q4.gguf");
        assertThat(run("model", "quantize", "--from", model, "--format", "Q4_K", "--out", target.toString())).as(err())
                .isZero();
        assertThat(out()).contains(target + ": ").contains(" bytes, ");
        assertThat(err()).contains("model quantize: ");
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(Objects.requireNonNull(file.tensor("blk.0.attn_q.weight")).format()).isSameAs(BlockFormats.Q4_K);
        }
    }

    @Test
    void aModelIsNotWrittenOverItself() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(model));
        assertThat(run("model", "quantize", "--from", model, "--format", "q8_0", "--out", model))
                .isEqualTo(Command.MISUSED);
        assertThat(err()).contains("another file than --from");
        assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(before);
    }

    @Test
    void perplexityOfAQuantizedModelIsMeasuredBesideItsOrigin() throws IOException {
        Path target = folder.resolve("small-q6.gguf");
        assertThat(run("model", "quantize", "--from", model, "--format", "q6_k", "--out", target.toString())).isZero();
        Path text = Files.writeString(folder.resolve("text.txt"), "Once upon a time there was a fox. ".repeat(5));
        out.reset();
        assertThat(run("model", "perplexity", "--model", target.toString(), "--reference", model, "--text",
                text.toString(), "--json")).as(err()).isZero();
        assertThat(out()).containsPattern("\"tokens\":[1-9][0-9]*")
                .containsPattern("\"perplexity\":[1-9]")
                .containsPattern("\"referencePerplexity\":[1-9]")
                .containsPattern("\"sameFirst\":[01]");
        assertThat(number("divergence")).isPositive().isLessThan(0.05);
        assertThat(number("perplexity")).isCloseTo(number("referencePerplexity"), Offset.offset(25.0));
        out.reset();
        assertThat(run("model", "perplexity", "--model", model, "--text", text.toString(), "--tokens", "20",
                "--context", "8")).isZero();
        assertThat(out()).contains("perplexity").containsPattern("(?m)^ +17 ");
    }

    @Test
    void damagedFilesAndMissingTextsAreNamed() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.gguf"), "no model at all");
        for (String[] args : new String[][] {{"model", "show", damaged.toString()}, {"model", "quantize", "--from",
                damaged.toString(), "--format", "q8_0", "--out", folder.resolve("x").toString()}}) {
            err.reset();
            assertThat(run(args)).isEqualTo(Command.MISUSED);
            assertThat(err()).contains("damaged.gguf: magic at byte 0");
        }
        err.reset();
        assertThat(run("model", "perplexity", "--model", model, "--text", folder.resolve("none").toString()))
                .isEqualTo(Command.MISUSED);
        assertThat(err()).contains("a text file in UTF-8");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        err.reset();
        assertThat(run("model", "perplexity", "--model", model, "--text", empty.toString())).isEqualTo(Command.MISUSED);
        assertThat(err()).contains("text: 1 tokens (expected: at least 2)");
    }
}
