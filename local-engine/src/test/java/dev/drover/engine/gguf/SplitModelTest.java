package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model in several files beside each other. */
class SplitModelTest {

    private static final int CASES = 400;

    @TempDir
    private Path folder = Path.of("");

    private Path place(int number) {
        return folder.resolve("model-0000" + (number + 1) + "-of-00003.gguf");
    }

    private GgufWriter part(int number) {
        GgufWriter writer = new GgufWriter().put("split.no", MetadataType.UINT16, number)
                .put("split.count", MetadataType.UINT16, 3)
                .put("split.tensors.count", MetadataType.INT32, 3);
        if (number == 0) {
            return writer.put("general.name", "whole").tensor("a", BlockFormats.F32, new float[] {1, 2}, 2);
        }
        return number == 1 ? writer
                : writer.tensor("b", BlockFormats.Q8_0, new float[32], 32)
                        .tensor("c", BlockFormats.F32, new float[] {3}, 1);
    }

    private Path write(int changed, Consumer<GgufWriter> change) throws IOException {
        for (int number = 0; number < 3; number++) {
            GgufWriter writer = part(number);
            if (number == changed) {
                change.accept(writer);
            }
            writer.write(place(number));
        }
        return place(0);
    }

    private void refused(int changed, Consumer<GgufWriter> change, String message) throws IOException {
        Path first = write(changed, change);
        assertThatThrownBy(() -> GgufFile.open(first))
                .isInstanceOfSatisfying(InvalidModelFile.class, refusal -> assertThat(refusal.offset()).isPositive())
                .hasMessageContaining("at byte")
                .hasMessageContaining(message);
    }

    @Test
    void theFirstFileOpensAllAndTellsForAll() throws IOException {
        try (GgufFile file = GgufFile.open(write(-1, writer -> {
        }))) {
            assertThat(file.files()).isEqualTo(3);
            assertThat(file.name()).isEqualTo("model-00001-of-00003.gguf");
            assertThat(file.metadata().string("general.name")).isEqualTo("whole");
            assertThat(file.tensors()).extracting(Tensor::name).containsExactly("a", "b", "c");
            assertThat(Objects.requireNonNull(file.tensor("c")).values()).containsExactly(3);
            assertThatThrownBy(() -> file.matrix("c", 2, 2))
                    .hasMessageStartingWith("model-00003-of-00003.gguf: tensor c at byte")
                    .hasMessageContaining("1 x 1 (expected: 2 x 2)");
        }
    }

    @Test
    void aFileThatIsNotTheFirstSaysWhichIs() throws IOException {
        write(-1, writer -> {
        });
        assertThatThrownBy(() -> GgufFile.open(place(1))).hasMessageContaining("split.no at byte")
                .hasMessageContaining("1 (expected: 0; open model-00001-of-00003.gguf)");
    }

    @Test
    void anAbsentFileIsNamed() throws IOException {
        Path first = write(-1, writer -> {
        });
        Files.delete(place(2));
        assertThatThrownBy(() -> GgufFile.open(first)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("split.count at byte")
                .hasMessageContaining("model-00003-of-00003.gguf is absent");
    }

    @Test
    void aFirstFileOfAnotherNameSaysWhatItsNameShouldBe() throws IOException {
        Path moved = folder.resolve("model.gguf");
        Files.move(write(-1, writer -> {
        }), moved);
        assertThatThrownBy(() -> GgufFile.open(moved)).hasMessageContaining("NAME-00001-of-00003.gguf");
    }

    @Test
    void filesThatDoNotGoTogetherAreRefusedWithTheirNameAndPlace() throws IOException {
        refused(1, writer -> writer.put("split.no", MetadataType.UINT16, 2),
                "model-00002-of-00003.gguf: split.no at byte 24: 2 (expected: 1, as the file's name says)");
        refused(2, writer -> writer.put("split.count", MetadataType.UINT16, 4),
                "4 (expected: 3, as the first file says)");
        refused(2, writer -> writer.put("split.tensors.count", MetadataType.INT32, 9),
                "9 (expected: 3, as many as the 3 files hold)");
        refused(1, writer -> writer.tensor("d", BlockFormats.F32, new float[1], 1), "3 (expected: 4, as many");
        refused(1, writer -> writer.tensor("a", BlockFormats.F32, new float[1], 1),
                "each name once; model-00001-of-00003.gguf has it too");
        refused(0, writer -> writer.put("split.count", MetadataType.UINT16, 0), "split.count");
        refused(0, writer -> writer.put("split.no", MetadataType.UINT16, 3), "0 to 2");
        refused(0, writer -> writer.put("split.count", "three"), "split.count");
    }

    @Test
    void aModelInOneFileMaySaySo() throws IOException {
        Path path = folder.resolve("one.gguf");
        new GgufWriter().put("split.no", 0).put("split.count", 1).write(path);
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.files()).isEqualTo(1);
        }
    }

    @Test
    void onePartInMemoryIsRefused() {
        byte[] bytes = SmallModelFile.bytes(part(0));
        assertThatThrownBy(() -> SmallModelFile.open(bytes)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("split.count at byte");
    }

    @Test
    void mutationsOfAnyPartAreReadOrRefused() throws IOException {
        Path first = write(-1, writer -> {
        });
        SplittableRandom random = new SplittableRandom(43);
        int refused = 0;
        for (int round = 0; round < CASES; round++) {
            Path changed = place(random.nextInt(3));
            byte[] good = Files.readAllBytes(changed);
            byte[] bad = HostileModelFileTest.mutated(good, random);
            Files.write(changed, bad);
            try (GgufFile file = GgufFile.open(first)) {
                file.tensors().forEach(Tensor::values);
            } catch (InvalidModelFile refusal) {
                refused++;
                assertThat(refusal.field()).isNotEmpty();
                assertThat(refusal).hasMessageContaining(refusal.field()).hasMessageContaining("expected");
            }
            Files.write(changed, good);
        }
        assertThat(refused).isGreaterThan(CASES / 4);
        assertThat(Arrays.stream(new int[] {0, 1, 2}).allMatch(number -> Files.exists(place(number)))).isTrue();
    }
}
