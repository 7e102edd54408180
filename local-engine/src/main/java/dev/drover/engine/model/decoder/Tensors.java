package dev.drover.engine.model.decoder;

import dev.drover.engine.adapter.Site;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes tensors from a file and remembers which, so that none is ignored. */
public final class Tensors {

    private final GgufFile file;
    private final KernelLevel kernels;
    private final Set<String> used = new HashSet<>();
    private final List<Site> sites = new ArrayList<>();

    /**
     * Takes none yet.
     *
     * @param file the model
     * @param kernels what its matrices are prepared for
     */
    public Tensors(GgufFile file, KernelLevel kernels) {
        this.file = file;
        this.kernels = kernels;
    }

    /** Whether the file has a tensor. */
    public boolean has(String name) {
        return file.tensor(name) != null;
    }

    /** A matrix that rows are taken from. */
    public Matrix stored(String name, int rows, int columns) {
        return slice(name, rows, columns, 0, rows);
    }

    /** A matrix to multiply with. */
    public Matrix matrix(String name, int rows, int columns) {
        return kernels.prepare(stored(name, rows, columns));
    }

    /** What of the matrices taken so far adapters can change, in the order in which they were taken. */
    List<Site> sites() {
        return List.copyOf(sites);
    }

    private int site(String name, long all, int columns, long from, int rows) {
        sites.add(new Site(name, all, from, rows, columns));
        return sites.size() - 1;
    }

    /**
     * A part of the rows of a matrix, as if it were a matrix of its own.
     *
     * @param all how many rows the file's has
     * @param from the first row of the part
     * @param rows how many it has
     * @param bias what is added to its products; null for nothing
     */
    Projection part(String name, long all, int columns, long from, int rows, float @Nullable [] bias) {
        return new Projection(kernels.prepare(slice(name, all, columns, from, rows)), bias,
                site(name, all, columns, from, rows));
    }

    private Matrix slice(String name, long all, int columns, long from, int rows) {
        Tensor tensor = file.matrix(name, all, columns);
        used.add(name);
        long rowBytes = tensor.format().bytes(columns);
        return new Matrix(tensor.data().asSlice(from * rowBytes, rows * rowBytes), tensor.format(), rows, columns);
    }

    /**
     * A matrix to multiply with and its bias.
     *
     * @param name what comes before {@code .weight} and {@code .bias}
     * @param biased whether it must have a bias; else it may
     */
    public Projection projection(String name, int rows, int columns, boolean biased) {
        return part(name + ".weight", rows, columns, 0, rows, bias(name + ".bias", rows, biased));
    }

    private float @Nullable [] bias(String name, int size, boolean needed) {
        return needed || has(name) ? vector(name, size) : null;
    }

    /**
     * The matrices of queries, keys and values: three, or one with the rows of all three.
     *
     * @param prefix the layer's
     * @param columns the numbers in a token's activations
     * @param rows the numbers in all queries, keys and values of a token
     * @param biased whether they must have biases; else they may
     */
    public Projection[] queryKeyValue(String prefix, int columns, int[] rows, boolean biased) {
        String[] names = {prefix + "attn_q", prefix + "attn_k", prefix + "attn_v"};
        String fused = prefix + "attn_qkv";
        Projection[] projections = new Projection[3];
        if (!has(fused + ".weight")) {
            Arrays.setAll(projections, i -> projection(names[i], rows[i], columns, biased));
            return projections;
        }
        int all = rows[0] + rows[1] + rows[2];
        float[] bias = bias(fused + ".bias", all, biased);
        int from = 0;
        for (int i = 0; i < 3; i++) {
            projections[i] = part(fused + ".weight", all, columns, from, rows[i],
                    bias == null ? null : Arrays.copyOfRange(bias, from, from + rows[i]));
            from += rows[i];
        }
        return projections;
    }

    /** Plain numbers. */
    public float[] vector(String name, int size) {
        used.add(name);
        return file.matrix(name, 1, size).values();
    }

    /** The refusal of a tensor's value. */
    InvalidModelFile refusal(String name, Object value, String expected) {
        return file.metadata().refusal(name, value, expected);
    }

    /** Refuses a file with tensors that were not taken. */
    public void refuseUnused(String architecture) {
        for (Tensor tensor : file.tensors()) {
            if (!used.contains(tensor.name())) {
                throw file.metadata()
                        .refusal("tensor " + tensor.name(), "present", "none but those of a network " + architecture);
            }
        }
    }
}
