package dev.drover.engine.convert;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Writes a model again in another format. Matrices take the new format where their rows divide into its blocks, else
 * F16; vectors (norms, factors of the rotary table) become F32, which costs next to nothing. What has its format
 * already is copied byte for byte. The metadata stays but for {@code general.file_type}.
 */
public final class Requantization {

    /** A step of progress, in values. */
    private static final int UNIT = 1 << 16;
    private static final int QUANTIZATION_VERSION = 2;

    private Requantization() {}

    /** The format that a tensor gets when its model is written again in some format. */
    public static BlockFormat formatOf(Tensor tensor, BlockFormat wanted) {
        if (tensor.rows() == 1) {
            return BlockFormats.F32;
        }
        return tensor.columns() % wanted.blockSize() == 0 ? wanted : BlockFormats.F16;
    }

    /** How many steps {@link #write} reports. */
    public static int steps(GgufFile file) {
        return (int) Math.ceilDiv(values(file), (long) UNIT);
    }

    private static long values(GgufFile file) {
        return file.tensors().stream().mapToLong(tensor -> tensor.columns() * tensor.rows()).sum();
    }

    /**
     * Writes it; holds no more than a few parts of a tensor in memory.
     *
     * @param file the model
     * @param wanted the format for matrices
     * @param target the file to write, not the model's own
     * @param progress told how many of {@link #steps} are done, the last at the end; from several threads
     * @throws IOException when it cannot be written
     */
    public static void write(GgufFile file, BlockFormat wanted, Path target, IntConsumer progress) throws IOException {
        write(file, tensor -> formatOf(tensor, wanted), wanted, target, progress);
    }

    /**
     * Writes it with a format of choice for each tensor.
     *
     * @param formats the format of a tensor; its rows must divide into the format's blocks
     * @param mostly the format that most of them have, for {@code general.file_type}
     * @throws IOException when it cannot be written
     * @see #write(GgufFile, BlockFormat, Path, IntConsumer)
     */
    public static void write(GgufFile file, Function<Tensor, BlockFormat> formats, BlockFormat mostly, Path target,
            IntConsumer progress) throws IOException {
        GgufWriter writer = new GgufWriter().putAll(file.metadata()).put("general.file_type", mostly.fileType());
        if (mostly.blockSize() > 1) {
            writer.put("general.quantization_version", QUANTIZATION_VERSION);
        }
        AtomicLong done = new AtomicLong();
        for (Tensor tensor : file.tensors()) {
            BlockFormat format = formats.apply(tensor);
            if (format.equals(tensor.format())) {
                writer.tensor(tensor);
                done.addAndGet(tensor.columns() * tensor.rows());
            } else {
                writer.tensor(tensor.name(), format, (first, values, count) -> {
                    tensor.format().dequantize(tensor.data(), tensor.format().bytes(first), values, 0, count);
                    progress.accept((int) (done.addAndGet(count) / UNIT));
                }, tensor.shape());
            }
        }
        writer.write(target);
        progress.accept(steps(file));
    }
}
