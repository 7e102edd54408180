package dev.drover.engine;

import dev.drover.engine.convert.Llama2Checkpoint;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
