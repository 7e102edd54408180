package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes tensors from a file and remembers which, so that none is ignored. */
final class Tensors {

    private final GgufFile file;
    private final KernelLevel kernels;
    private final Set<String> used = new HashSet<>();

    Tensors(GgufFile file, KernelLevel kernels) {
        this.file = file;
        this.kernels = kernels;
    }

    boolean has(String name) {
        return file.tensor(name) != null;
    }

    /** A matrix that rows are taken from. */
    Matrix stored(String name, int rows, int columns) {
        return slice(name, rows, columns, 0, rows);
    }

    /** A matrix to multiply with. */
    Matrix matrix(String name, int rows, int columns) {
        return kernels.prepare(stored(name, rows, columns));
    }

    /**
     * A part of the rows of a matrix, as if it were a matrix of its own.
     *
     * @param all how many rows the file's has
     * @param from the first row of the part
     * @param rows how many it has
     */
    Matrix part(String name, long all, int columns, long from, int rows) {
        return kernels.prepare(slice(name, all, columns, from, rows));
    }

    private Matrix slice(String name, long all, int columns, long from, int rows) {
        Tensor tensor = file.matrix(name, all, columns);
        used.add(name);
        long rowBytes = tensor.format().bytes(columns);
        return new Matrix(tensor.data().asSlice(from * rowBytes, rows * rowBytes), tensor.format(), rows, columns);
    }

    /** Plain numbers. */
    float[] vector(String name, int size) {
        used.add(name);
        return file.matrix(name, 1, size).values();
    }

    /** Plain numbers; null where the file has none. */
    float @Nullable [] optional(String name, int size) {
        return has(name) ? vector(name, size) : null;
    }

    /** The refusal of a tensor's value. */
    InvalidModelFile refusal(String name, Object value, String expected) {
        return file.metadata().refusal(name, value, expected);
    }

    /** Refuses a file with tensors that were not taken. */
    void refuseUnused(String architecture) {
        for (Tensor tensor : file.tensors()) {
            if (!used.contains(tensor.name())) {
                throw file.metadata()
                        .refusal("tensor " + tensor.name(), "present", "none but those of a network " + architecture);
            }
        }
    }
}
