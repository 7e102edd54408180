package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.gguf.Tensor;
import java.util.Objects;

/** The Llama network written down a second time: double precision, no cache, no cleverness. */
final class LlamaReference {

    private final GgufFile file;
    private final int width;
    private final int layers;
    private final int heads;
    private final int keyHeads;
    private final int size;
    private final double epsilon;
    private final double base;
    private final double scale;

    LlamaReference(GgufFile file) {
        this.file = file;
        Metadata metadata = file.metadata();
        this.width = metadata.requiredInteger("llama.embedding_length", 1, 1 << 20);
        this.layers = metadata.requiredInteger("llama.block_count", 1, 1 << 20);
        this.heads = metadata.requiredInteger("llama.attention.head_count", 1, 1 << 20);
        this.keyHeads = metadata.requiredInteger("llama.attention.head_count_kv", 1, 1 << 20);
        this.epsilon = Objects.requireNonNull(metadata.number("llama.attention.layer_norm_rms_epsilon"));
        this.base = Objects.requireNonNullElse(metadata.number("llama.rope.freq_base"), 10_000.0);
        this.scale = Objects.requireNonNullElse(metadata.number("llama.rope.scaling.factor"), 1.0);
        this.size = Objects.requireNonNullElse(metadata.integer("llama.attention.key_length"), width / heads);
    }

    /** The logits after each token, {@code [tokens][vocabulary]}. */
    double[][] logits(int[] tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = row("token_embd.weight", tokens[t]);
        }
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "blk." + layer + ".";
            attention(x, prefix);
            for (double[] token : x) {
                feedForward(token, prefix);
            }
        }
        String head = file.tensor("output.weight") == null ? "token_embd.weight" : "output.weight";
        double[][] logits = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            logits[t] = times(head, norm(x[t], "output_norm.weight"));
        }
        return logits;
    }

    private void attention(double[][] x, String prefix) {
        double[][] queries = new double[x.length][];
        double[][] keys = new double[x.length][];
        double[][] values = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] normalized = norm(x[t], prefix + "attn_norm.weight");
            queries[t] = turned(times(prefix + "attn_q.weight", normalized), t);
            keys[t] = turned(times(prefix + "attn_k.weight", normalized), t);
            values[t] = times(prefix + "attn_v.weight", normalized);
        }
        for (int t = x.length - 1; t >= 0; t--) {
            double[] mixed = new double[heads * size];
            for (int head = 0; head < heads; head++) {
                int keyHead = head / (heads / keyHeads);
                double[] weights = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int i = 0; i < size; i++) {
                        score += queries[t][head * size + i] * keys[s][keyHead * size + i];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(size));
                    sum += weights[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        mixed[head * size + i] += weights[s] / sum * values[s][keyHead * size + i];
                    }
                }
            }
            add(x[t], times(prefix + "attn_output.weight", mixed));
        }
    }

    private void feedForward(double[] x, String prefix) {
        double[] normalized = norm(x, prefix + "ffn_norm.weight");
        double[] gate = times(prefix + "ffn_gate.weight", normalized);
        double[] up = times(prefix + "ffn_up.weight", normalized);
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        add(x, times(prefix + "ffn_down.weight", gate));
    }

    private double[] turned(double[] values, int position) {
        Tensor factors = file.tensor("rope_freqs.weight");
        double[] turned = new double[values.length];
        for (int i = 0; i < values.length; i += 2) {
            double angle = position / scale * Math.pow(base, -(double) (i % size) / size)
                    / (factors == null ? 1 : factors.values()[i % size / 2]);
            turned[i] = values[i] * Math.cos(angle) - values[i + 1] * Math.sin(angle);
            turned[i + 1] = values[i] * Math.sin(angle) + values[i + 1] * Math.cos(angle);
        }
        return turned;
    }

    private double[] norm(double[] x, String weight) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        float[] factors = tensor(weight).values();
        double[] normalized = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            normalized[i] = x[i] / Math.sqrt(squares / x.length + epsilon) * factors[i];
        }
        return normalized;
    }

    private double[] times(String matrix, double[] x) {
        Tensor tensor = tensor(matrix);
        float[] weights = tensor.values();
        double[] product = new double[(int) tensor.rows()];
        for (int row = 0; row < product.length; row++) {
            for (int i = 0; i < x.length; i++) {
                product[row] += weights[row * x.length + i] * x[i];
            }
        }
        return product;
    }

    private double[] row(String matrix, int row) {
        float[] weights = tensor(matrix).values();
        double[] values = new double[width];
        for (int i = 0; i < width; i++) {
            values[i] = weights[row * width + i];
        }
        return values;
    }

    private Tensor tensor(String name) {
        return Objects.requireNonNull(file.tensor(name), name);
    }

    private static void add(double[] target, double[] source) {
        for (int i = 0; i < target.length; i++) {
            target[i] += source[i];
        }
    }
}
