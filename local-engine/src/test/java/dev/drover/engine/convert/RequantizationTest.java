package dev.drover.engine.convert;

import dev.drover.engine.TestModels;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.random.RandomShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RequantizationTest {

    @TempDir
    private Path folder = Path.of("");

    private Path requantized(Path from, BlockFormat format) throws IOException {
        Path target = folder.resolve("again-" + format.name() + ".gguf");
        try (GgufFile file = GgufFile.open(from)) {
            Requantization.write(file, format, target, done -> {
            });
        }
        return target;
    }

    @Test
    void matricesTakeTheFormatAndVectorsStayPlain() throws IOException {
        Path target = requantized(TestModels.random(folder, TestModels.BLOCKS, BlockFormats.F32), BlockFormats.Q4_K);
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(file.tensors()).allSatisfy(tensor -> assertThat(tensor.format())
                    .isSameAs(tensor.rows() == 1 ? BlockFormats.F32 : BlockFormats.Q4_K));
            assertThat(file.metadata().integer("general.file_type")).isEqualTo(BlockFormats.Q4_K.fileType());
            assertThat(file.metadata().integer("general.quantization_version")).isEqualTo(2);
            assertThat(file.metadata().string("general.name")).isEqualTo("random blocks");
        }
    }

    @Test
    void fromPlainNumbersComeTheSameBytesAsWithoutADetour() throws IOException {
        Path plain = TestModels.random(folder, TestModels.ODD, BlockFormats.F32);
        try (GgufFile again = GgufFile.open(requantized(plain, BlockFormats.Q5_1));
                GgufFile direct = GgufFile.open(TestModels.random(folder, TestModels.ODD, BlockFormats.Q5_1))) {
            for (Tensor tensor : direct.tensors()) {
                assertThat(Objects.requireNonNull(again.tensor(tensor.name())).data().mismatch(tensor.data()))
                        .as(tensor.name())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void rowsThatDoNotDivideStayInHalfPrecision() throws IOException {
        RandomShape uneven = new RandomShape("uneven", 256, 1, 4, 2, 288, 260, 32);
        Path target = requantized(TestModels.random(folder, uneven, BlockFormats.F32), BlockFormats.Q6_K);
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(Objects.requireNonNull(file.tensor("blk.0.ffn_down.weight")).format())
                    .isSameAs(BlockFormats.F16);
            assertThat(Objects.requireNonNull(file.tensor("blk.0.ffn_up.weight")).format()).isSameAs(BlockFormats.Q6_K);
        }
    }

    @Test
    void everyFormatCanBeMadeOfEveryOther() throws IOException {
        float[] numbers = new float[1024];
        Random random = new Random(1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        Path from = folder.resolve("numbers.gguf");
        new GgufWriter().put("general.architecture", "none")
                .tensor("matrix", BlockFormats.F32, numbers, 512, 2)
                .write(from);
        for (BlockFormat format : BlockFormats.all().reversed()) {
            from = requantized(from, format);
            try (GgufFile file = GgufFile.open(from)) {
                Tensor matrix = file.matrix("matrix", 2, 512);
                assertThat(matrix.format()).isSameAs(format);
                float[] values = matrix.values();
                double error = 0;
                for (int i = 0; i < numbers.length; i++) {
                    error += Math.pow(values[i] - numbers[i], 2);
                }
                assertThat(Math.sqrt(error / numbers.length)).as(format.name()).isLessThan(0.4);
            }
        }
    }

    @Test
    void whatHasItsFormatIsCopiedByteForByte() throws IOException {
        Path from = TestModels.random(folder, TestModels.BLOCKS, BlockFormats.Q2_K);
        Path once = requantized(from, BlockFormats.Q2_K);
        Path kept = Files.move(once, folder.resolve("once.gguf"));
        assertThat(Files.mismatch(kept, requantized(kept, BlockFormats.Q2_K))).isEqualTo(-1);
        try (GgufFile first = GgufFile.open(from); GgufFile second = GgufFile.open(kept)) {
            for (Tensor tensor : first.tensors()) {
                assertThat(Objects.requireNonNull(second.tensor(tensor.name())).data().mismatch(tensor.data()))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void progressGoesUpToItsEnd() throws IOException {
        List<Integer> told = new CopyOnWriteArrayList<>();
        try (GgufFile file = GgufFile.open(TestModels.random(folder, TestModels.BLOCKS, BlockFormats.F32))) {
            Requantization.write(file, BlockFormats.Q8_0, folder.resolve("told.gguf"), told::add);
            assertThat(told).hasSizeGreaterThan(2).allMatch(done -> done <= Requantization.steps(file));
            assertThat(told.getLast()).isEqualTo(Requantization.steps(file));
        }
    }
}
