package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GgufRoundTripTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyTypeOfMetadataComesBack() {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes())) {
            Map<String, Object> map = file.metadata().asMap();
            assertThat(map).containsEntry("text", "Zürich \uD83D\uDE42")
                    .containsEntry("count", 7)
                    .containsEntry("negative", -7)
                    .containsEntry("long", 1L << 40)
                    .containsEntry("float", 0.25f)
                    .containsEntry("double", 0.1)
                    .containsEntry("truth", true)
                    .containsEntry("byte", 200)
                    .containsEntry("short", -300)
                    .containsEntry("unsigned", 4_000_000_000L)
                    .containsEntry("words", List.of("a", "", "\u2581b"))
                    .containsEntry("ints", new int[] {1, -2, 3})
                    .containsEntry("longs", new long[] {1, -2, 1L << 50})
                    .containsEntry("floats", new float[] {0.5f, -1})
                    .containsEntry("doubles", new double[] {0.1})
                    .containsEntry("truths", new boolean[] {true, false})
                    .containsEntry("bytes", new int[] {0, 255});
            assertThat(map.keySet()).startsWith("general.architecture", "text", "count");
        }
    }

    @Test
    void metadataIsCopiedInItsTypes() {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes())) {
            GgufWriter copy = new GgufWriter().putAll(file.metadata());
            for (Tensor tensor : file.tensors()) {
                copy.tensor(tensor.name(), tensor.format(), tensor.values(), tensor.shape());
            }
            assertThat(SmallModelFile.bytes(copy)).isEqualTo(SmallModelFile.bytes());
            assertThat(file.metadata().type("byte")).isEqualTo(MetadataType.UINT8);
            assertThat(file.metadata().type("bytes")).isEqualTo(MetadataType.UINT8);
            assertThat(file.metadata().type("absent")).isNull();
        }
    }

    @Test
    void tensorsComeBackInEveryFormat() {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes())) {
            assertThat(file.tensors()).extracting(Tensor::name).containsExactly("plain", "half", "eight", "four");
            Tensor plain = Objects.requireNonNull(file.tensor("plain"));
            assertThat(plain.rows()).isEqualTo(2);
            assertThat(plain.columns()).isEqualTo(3);
            assertThat(plain.values()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(Objects.requireNonNull(file.tensor("half")).values()).containsExactly(1, 2, 3);
            assertThat(Objects.requireNonNull(file.tensor("eight")).values()[0]).isEqualTo(-31.5f,
                    org.assertj.core.data.Offset.offset(0.02f));
            assertThat(Objects.requireNonNull(file.tensor("four")).format()).isSameAs(BlockFormats.Q4_0);
            assertThat(file.tensor("nothing")).isNull();
        }
    }

    @Test
    void aFileOnDiskIsMappedAndTheSameCallsGiveTheSameBytes() throws IOException {
        Path path = folder.resolve("model.gguf");
        SmallModelFile.writer().write(path);
        assertThat(Files.readAllBytes(path)).isEqualTo(SmallModelFile.bytes());
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.name()).isEqualTo("model.gguf");
            assertThat(file.tensors()).hasSize(4);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).as("no part is left").containsExactly(path);
        }
    }

    @Test
    void aTensorLargerThanAPartIsWrittenInOrder() {
        int rows = 3000;
        byte[] bytes = SmallModelFile.bytes(new GgufWriter().tensor("long", BlockFormats.F32,
                (first, target, count) -> IntStream.range(0, count).forEach(i -> target[i] = first + i), 512, rows));
        try (GgufFile file = SmallModelFile.open(bytes)) {
            float[] values = file.matrix("long", rows, 512).values();
            assertThat(IntStream.range(0, values.length)).allMatch(i -> values[i] == i);
        }
    }

    @Test
    void aFailedWriteLeavesNothing() {
        Path path = folder.resolve("model.gguf");
        GgufWriter writer = new GgufWriter().tensor("bad", BlockFormats.F32, (first, target, count) -> {
            throw new IllegalStateException("no numbers");
        }, 8);
        assertThatThrownBy(() -> writer.write(path)).hasMessageContaining("no numbers");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theWriterRefusesWhatTheFileCouldNotSay() {
        GgufWriter writer = new GgufWriter();
        assertThatThrownBy(() -> writer.put("key", MetadataType.UINT8, 256)).hasMessageContaining("key: 256");
        assertThatThrownBy(() -> writer.put("key", MetadataType.STRING, 1)).hasMessageContaining("STRING");
        assertThatThrownBy(() -> writer.put("key", new Object())).hasMessageContaining("Object");
        assertThatThrownBy(() -> writer.putArray("key", MetadataType.STRING, new int[1])).hasMessageContaining("key");
        assertThatThrownBy(() -> writer.tensor("t", BlockFormats.Q8_0, new float[33], 33))
                .hasMessageContaining("33 columns");
        assertThatThrownBy(() -> writer.tensor("t", BlockFormats.F32, new float[5], 3, 2))
                .hasMessageContaining("5 values");
        assertThatThrownBy(() -> writer.tensor("t", BlockFormats.F32, new float[0])).hasMessageContaining("0 values");
        writer.tensor("twice", BlockFormats.F32, new float[2], 2);
        assertThatThrownBy(() -> writer.tensor("twice", BlockFormats.F32, new float[2], 2))
                .hasMessageContaining("a second time");
    }

    @Test
    void typedReadersNameKeyAndPlace() {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes())) {
            Metadata metadata = file.metadata();
            assertThat(metadata.integer("count")).isEqualTo(7);
            assertThat(metadata.number("float")).isEqualTo(0.25);
            assertThat(metadata.string("absent")).isNull();
            assertThatThrownBy(() -> metadata.string("count")).isInstanceOf(InvalidModelFile.class)
                    .hasMessageContaining("count at byte");
            assertThatThrownBy(() -> metadata.integer("float")).hasMessageContaining("whole number");
            assertThatThrownBy(() -> metadata.requiredInteger("count", 8, 9)).hasMessageContaining("8 to 9");
            assertThatThrownBy(() -> metadata.requiredString("absent")).hasMessageContaining("absent");
            assertThatThrownBy(() -> file.matrix("plain", 3, 2)).hasMessageContaining("2 x 3");
            assertThatThrownBy(() -> file.matrix("nothing", 3, 2)).hasMessageContaining("absent");
        }
    }
}
