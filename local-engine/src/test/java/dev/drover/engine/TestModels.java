package dev.drover.engine;

import dev.drover.engine.convert.Llama2Checkpoint;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** Models for tests: random ones of odd shapes, and the small trained one where its data is there. */
public final class TestModels {

    /** Grouped heads, a head size beside every lane count, a hidden size that is no multiple of a block. */
    public static final RandomShape ODD = new RandomShape("odd", 96, 3, 6, 2, 160, 300, 512);

    /** A head of keys for each query, wide heads. */
    public static final RandomShape FULL = new RandomShape("full", 64, 2, 2, 2, 96, 259, 256);

    /** One head of keys for all. */
    public static final RandomShape SINGLE = new RandomShape("single", 128, 2, 8, 1, 64, 270, 256);

    /** Sizes that divide into blocks of every format. */
    public static final RandomShape BLOCKS = new RandomShape("blocks", 256, 1, 4, 2, 512, 260, 256);

    private TestModels() {}

    /** A shape whose matrices can be stored in a format. */
    public static RandomShape fitting(BlockFormat format) {
        return ODD.width() % format.blockSize() == 0 ? ODD : BLOCKS;
    }

    /** Writes a random model into a folder. */
    public static Path random(Path folder, RandomShape shape, BlockFormat format) {
        Path path = folder.resolve(shape.name() + "-" + format.name() + ".gguf");
        try {
            RandomModel.write(shape, format, 5, path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return path;
    }

    /**
     * Writes a random model whose norms differ from 1.
     *
     * @param change what else its file says; called when the random file's keys and tensors are there
     */
    public static Path varied(Path folder, String architecture, RandomShape shape, BlockFormat format,
            Consumer<GgufWriter> change) {
        Path plain = folder.resolve(architecture + ".gguf");
        Path varied = folder.resolve(architecture + "-" + format.name() + ".gguf");
        try {
            RandomModel.write(shape, architecture, format, 5, plain);
            try (GgufFile file = GgufFile.open(plain)) {
                GgufWriter writer = copy(file, tensor -> true);
                change.accept(writer);
                writer.write(varied);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return varied;
    }

    /** A file in memory that lacks a tensor of another. */
    public static GgufFile without(GgufFile file, String missing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            copy(file, tensor -> !tensor.equals(missing)).write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return GgufFile.of(file.name(), bytes.toByteArray());
    }

    private static GgufWriter copy(GgufFile file, Predicate<String> kept) {
        GgufWriter writer = new GgufWriter();
        file.metadata().asMap().forEach(writer::put);
        for (Tensor tensor : file.tensors()) {
            if (kept.test(tensor.name())) {
                writer.tensor(tensor.name(), tensor.format(), values(tensor), tensor.shape());
            }
        }
        return writer;
    }

    private static float[] values(Tensor tensor) {
        float[] values = tensor.values();
        if (tensor.name().endsWith("norm.weight")) {
            Random random = new Random(tensor.name().hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f + random.nextFloat();
            }
        }
        return values;
    }

    /** A folder of shared data; the test is skipped where it is absent. */
    public static Path data(String name) {
        String given = System.getenv("DROVER_DATA");
        if (given != null) {
            return present(Path.of(given, name));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("../shared/data").resolve(name).normalize();
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return present(Path.of("../shared/data", name));
    }

    private static Path present(Path folder) {
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> folder + " is absent; set DROVER_DATA to test with it");
        return folder;
    }

    /** The trained model stories260K as GGUF. */
    public static Path stories(Path folder, BlockFormat format) {
        Path source = data("weights-stories260K");
        Path path = folder.resolve("stories-" + format.name() + ".gguf");
        try {
            Llama2Checkpoint.convert(source.resolve("stories260K.bin"), source.resolve("tok512.bin"), format, path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return path;
    }
}
