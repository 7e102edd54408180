package dev.drover.engine.adapter;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads adapters from GGUF files: {@code general.type} is {@code adapter}, {@code adapter.type} is {@code lora}, and for a
 * tensor NAME of the model there are {@code NAME.lora_a} with a row for each rank and {@code NAME.lora_b} with as many columns.
 * What they add is multiplied with {@code adapter.lora.alpha / rank}, or not at all where alpha is 0 or absent. A file with
 * anything that would be ignored is refused. The numbers are copied, so the file need not stay open.
 */
public final class AdapterReader {

    private static final String LOW = ".lora_a";
    private static final String HIGH = ".lora_b";
    private static final String ALPHA = "adapter.lora.alpha";
    private static final long ALIGNMENT = 64;

    private final GgufFile file;
    private final Metadata metadata;
    private final KernelLevel kernels;

    private AdapterReader(GgufFile file, KernelLevel kernels) {
        this.file = file;
        this.metadata = file.metadata();
        this.kernels = kernels;
    }

    /**
     * Reads an adapter.
     *
     * @param file the adapter's
     * @param architecture the model's {@code general.architecture}
     * @param sites what of the model's network can be changed
     * @param kernels what the network computes with
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is no adapter, not of this model, or would be used in part only
     */
    public static Adapter read(GgufFile file, String architecture, List<Site> sites, KernelLevel kernels) {
        return new AdapterReader(file, kernels).read(architecture, sites);
    }

    private Adapter read(String architecture, List<Site> sites) {
        require("general.type", "adapter");
        require("adapter.type", "lora");
        require("general.architecture", architecture);
        for (String key : metadata.asMap().keySet()) {
            if (key.startsWith("adapter.") && !key.equals("adapter.type") && !key.equals(ALPHA)) {
                throw metadata.refusal(key, "present", "adapter.type and " + ALPHA
                        + " alone; an adapter that begins to " + "work in the midst of a text cannot be used");
            }
        }
        Double alpha = metadata.number(ALPHA);
        if (alpha != null && !(alpha >= 0 && alpha < 1e9)) {
            throw metadata.refusal(ALPHA, alpha, "at least 0");
        }
        refuseUnknown(sites);
        @Nullable
        Delta[] deltas = new @Nullable Delta[sites.size()];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = delta(sites.get(i), alpha == null ? 0 : alpha);
        }
        return new Adapter(file.name(), deltas);
    }

    private void require(String key, String wanted) {
        String given = metadata.string(key);
        if (!wanted.equals(given)) {
            throw metadata.refusal(key, given == null ? "absent" : given,
                    wanted + "; the file of an adapter that was made for this model");
        }
    }

    private void refuseUnknown(List<Site> sites) {
        Set<String> known = sites.stream().map(Site::tensor).collect(Collectors.toSet());
        if (file.tensors().isEmpty()) {
            throw metadata.refusal("tensors", "none", "at least a pair");
        }
        for (Tensor tensor : file.tensors()) {
            String name = tensor.name();
            boolean pair = name.endsWith(LOW) || name.endsWith(HIGH);
            String base = pair ? name.substring(0, name.length() - LOW.length()) : name;
            if (!pair) {
                throw metadata.refusal("tensor " + name, "present", "names that end in " + LOW + " or " + HIGH
                        + "; adapters with norms, biases or whole tensors must be merged into their model");
            }
            if (!known.contains(base)) {
                throw metadata.refusal("tensor " + name, "present", "a matrix that the model multiplies with, such as "
                        + sites.getFirst().tensor() + "; embeddings and the routers of experts have no adapters");
            }
            String other = base + (name.endsWith(LOW) ? HIGH : LOW);
            if (file.tensor(other) == null) {
                throw metadata.refusal("tensor " + other, "absent", "present beside " + name);
            }
        }
    }

    private @Nullable Delta delta(Site site, double alpha) {
        Tensor low = file.tensor(site.tensor() + LOW);
        Tensor high = file.tensor(site.tensor() + HIGH);
        if (low == null || high == null) {
            return null;
        }
        long copies = low.shape().length > 2 ? low.rows() / low.shape()[1] : 1;
        long rank = low.rows() / copies;
        if (low.columns() != site.columns()) {
            throw metadata.refusal("tensor " + low.name(), low.columns() + " columns",
                    site.columns() + ", those of the model's " + site.tensor());
        }
        if (high.rows() != site.all()) {
            throw metadata.refusal("tensor " + high.name(), high.rows() + " rows",
                    site.all() + ", those of the model's " + site.tensor());
        }
        if (high.columns() != rank || rank > 1 << 16) {
            throw metadata.refusal("tensor " + high.name(), high.columns() + " columns",
                    rank + ", the rank, which " + low.name() + " has as rows; at most " + (1 << 16));
        }
        if (copies != 1 && (site.all() % copies != 0 || site.all() / copies != site.rows())) {
            throw metadata.refusal("tensor " + low.name(), copies + " matrices",
                    site.all() / site.rows() + ", one for each expert");
        }
        long expert = copies == 1 ? 0 : site.from() / site.rows();
        float scale = (float) (alpha == 0 ? 1 : alpha / rank);
        return new Delta(matrix(low, expert * rank, (int) rank), matrix(high, site.from(), site.rows()), scale);
    }

    /** Some rows of a tensor, copied. */
    private Matrix matrix(Tensor tensor, long from, int rows) {
        int columns = (int) tensor.columns();
        long rowBytes = tensor.format().bytes(columns);
        MemorySegment copy = Arena.ofAuto()
                .allocate(rows * rowBytes, ALIGNMENT)
                .copyFrom(tensor.data().asSlice(from * rowBytes, rows * rowBytes));
        return kernels.prepare(new Matrix(copy, tensor.format(), rows, columns));
    }
}
