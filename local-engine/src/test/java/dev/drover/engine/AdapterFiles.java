package dev.drover.engine;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random adapters for a model's file, and what merging them into its weights adds. */
final class AdapterFiles {

    private AdapterFiles() {}

    /** The matrices that an adapter may change: all but the embedding and the routers. */
    static List<Tensor> matrices(GgufFile base) {
        return base.tensors()
                .stream()
                .filter(tensor -> tensor.shape().length > 1 && !tensor.name().startsWith("token_embd")
                        && !tensor.name().contains("ffn_gate_inp"))
                .toList();
    }

    /** A file with the keys of an adapter and no tensors yet. */
    static GgufWriter keys(String architecture, float alpha) {
        return new GgufWriter().put("general.type", "adapter")
                .put("general.architecture", architecture)
                .put("adapter.type", "lora")
                .put("adapter.lora.alpha", alpha);
    }

    /** An adapter for some of a model's matrices. */
    static GgufWriter random(List<Tensor> matrices, String architecture, int rank, float alpha, int seed) {
        GgufWriter writer = keys(architecture, alpha);
        for (Tensor tensor : matrices) {
            pair(writer, tensor, rank, BlockFormats.F32, seed);
        }
        return writer;
    }

    /** The two matrices for one of the model's; for each expert, where it has experts. */
    static void pair(GgufWriter writer, Tensor tensor, int rank, BlockFormat format, int seed) {
        long[] shape = tensor.shape();
        int experts = shape.length > 2 ? (int) shape[2] : 1;
        float[] low = numbers(tensor.name() + "a" + seed, (int) shape[0] * rank * experts, 1 / Math.sqrt(shape[0]));
        float[] high = numbers(tensor.name() + "b" + seed, (int) shape[1] * rank * experts, 0.5 / Math.sqrt(rank));
        if (experts == 1) {
            writer.tensor(tensor.name() + ".lora_a", format, low, shape[0], rank);
            writer.tensor(tensor.name() + ".lora_b", BlockFormats.F32, high, rank, shape[1]);
        } else {
            writer.tensor(tensor.name() + ".lora_a", format, low, shape[0], rank, experts);
            writer.tensor(tensor.name() + ".lora_b", BlockFormats.F32, high, rank, shape[1], experts);
        }
    }

    private static float[] numbers(String seed, int count, double deviation) {
        Random random = new Random(seed.hashCode());
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * deviation);
        }
        return numbers;
    }

    /** What an adapter adds to each tensor of its model, times a factor. */
    static Map<String, double[]> merged(GgufFile adapter, double factor) {
        Map<String, double[]> changes = new HashMap<>();
        for (Tensor low : adapter.tensors()) {
            if (low.name().endsWith(".lora_a")) {
                String name = low.name().substring(0, low.name().length() - ".lora_a".length());
                Tensor high = adapter.tensor(name + ".lora_b");
                changes.put(name, product(high, low, factor));
            }
        }
        return changes;
    }

    private static double[] product(Tensor high, Tensor low, double factor) {
        int rank = (int) high.columns();
        int columns = (int) low.columns();
        int experts = high.shape().length > 2 ? (int) high.shape()[2] : 1;
        int rows = (int) high.rows() / experts;
        float[] a = low.values();
        float[] b = high.values();
        double[] product = new double[experts * rows * columns];
        for (int row = 0; row < experts * rows; row++) {
            int expert = row / rows;
            for (int i = 0; i < columns; i++) {
                for (int r = 0; r < rank; r++) {
                    product[row * columns + i] += factor * b[row * rank + r] * a[(expert * rank + r) * columns + i];
                }
            }
        }
        return product;
    }
}
