package dev.drover.gateway.command;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code model quantize} for a size. */
class MixedQuantizationTest {

    private static final RandomShape SMALL = new RandomShape("small", 256, 1, 4, 2, 96, 300, 64);

    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path model = Path.of("");
    private Path target = Path.of("");
    private Path text = Path.of("");

    @BeforeEach
    void writesAModelAndAText() throws IOException {
        model = folder.resolve("small.gguf");
        target = folder.resolve("mixed.gguf");
        RandomModel.write(SMALL, BlockFormats.F16, 1, model);
        text = Files.writeString(folder.resolve("text.txt"), "bababa cadefa bebo ".repeat(60));
    }

    private int run(Object... more) {
        out.reset();
        err.reset();
        List<String> args = new ArrayList<>(List.of("model", "quantize", "--from", model.toString()));
        for (Object each : more) {
            args.add(each.toString());
        }
        return Drover.run(args, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theFileHasTheSizeAndTheReportSaysWhatWasChosen() throws IOException {
        assertThat(run("--target-size", "270kB", "--text", text, "--tokens", "300", "--formats", "q4_0,q4_k,q8_0",
                "--out", target, "--compare")).as(err()).isZero();
        assertThat(Files.size(target)).isBetween(250_000L, 270_000L);
        assertThat(out()).containsPattern("blk\\.0\\.attn_q\\.weight +q\\w+ +[\\d,]+ bytes +0\\.\\d+")
                .contains("foretold divergence: ")
                .containsPattern("(?m)^ +mixed +" + Files.size(target))
                .containsPattern("(?m)^ +q4_0 ")
                .containsPattern("(?m)^ +q8_0 ");
        assertThat(target.resolveSibling("mixed.gguf.compared")).doesNotExist();
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(file.tensors()).allMatch(tensor -> tensor.rows() > 1 || tensor.format() == BlockFormats.F32);
            assertThat(file.tensors()).anyMatch(tensor -> tensor.format().blockSize() > 1);
        }
    }

    @Test
    void bitsPerWeightAreTheMeanOverAllWeights() throws IOException {
        assertThat(run("--bits-per-weight", "6", "--text", text, "--tokens", "300", "--formats", "q4_0,q8_0", "--out",
                target)).as(err()).isZero();
        try (GgufFile file = GgufFile.open(target)) {
            long bytes = file.tensors().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
            long weights = file.tensors().stream().mapToLong(tensor -> tensor.columns() * tensor.rows()).sum();
            assertThat(8.0 * bytes / weights).isBetween(5.2, 6.0);
        }
    }

    @Test
    void aDryRunWritesNothing() {
        assertThat(
                run("--bits-per-weight", "6", "--text", text, "--tokens", "300", "--formats", "q4_0,q8_0", "--dry-run"))
                .as(err())
                .isZero();
        assertThat(out()).contains("foretold divergence");
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--target-size 10kB --text T --out O | size: ",
            "--target-size ten --text T --out O | 4.2MB", "--target-size 1MB --out O | --text: missing",
            "--target-size 1MB --text T | --out: missing", "--target-size 1MB --text none.txt --out O | herd:dev",
            "--target-size 1MB --text herd:dev --out O | another vocabulary",
            "--target-size 1MB --text T --tokens 100 --out O | on a fourth",
            "--target-size 1MB --text T --formats q9 --out O | --formats: format: q9",
            "--target-size 1MB --format q8_0 --text T --out O | --format: given",
            "--target-size 1MB --bits-per-weight 4 --text T --out O | one of them",
            "--format q8_0 --dry-run --out O | --dry-run: given",
            "--target-size 1MB --measure some --text T --out O | few or all"})
    void whatCannotBeDoneIsToldByItsOption(String options, String expected) {
        Object[] args = options.replace(" T", " " + text).replace(" O", " " + target).split(" ");
        assertThat(run(args)).as(err()).isEqualTo(Command.MISUSED);
        assertThat(err()).contains(expected);
    }

    @Test
    void theHerdsTextsAreForTheHerdsModels() {
        assertThat(Drover.run(
                List.of("model", "perplexity", "--model", "drafter", "--text", "herd:held-out", "--tokens", "400",
                        "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)))
                .as(err())
                .isZero();
        assertThat(out()).contains("\"tokens\":39");
    }
}
