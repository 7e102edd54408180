package dev.drover.engine.model;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Decoder-only transformers written down a second time, from the papers: double precision, no cache, no cleverness. What a
 * file cannot say with its tensors is told here by the test of each architecture.
 */
public final class ReferenceDecoder {

    /** How fast a pair turns in a layer, in radians a position. */
    public interface Frequencies {

        /** The angle of a position step. */
        double of(int layer, int pair, int pairs);
    }

    /** What keys and values are made of. */
    public interface Fusion {

        /** The normalized state of a token in a layer, changed. */
        double[] of(int layer, int token, double[] normalized);
    }

    private final GgufFile file;
    private final String prefix;
    private final Map<String, float[]> values = new HashMap<>();
    private final int width;
    private final int layers;
    private final int heads;
    private final int keyHeads;
    private final int size;
    private final double epsilon = 1e-5;

    /** Pairs are a head's first half with its second. */
    public boolean halves;
    /** How many numbers of a head are turned. */
    public int rotated;
    /** By default that of the original paper. */
    public Frequencies frequencies = (layer, pair, pairs) -> Math.pow(10_000, -(double) pair / pairs);
    /** What turned numbers are multiplied with. */
    public double magnitude = 1;
    /** How many tokens a layer looks back on; 0 for all. */
    public IntUnaryOperator window = layer -> 0;
    /** What a gate goes through. */
    public DoubleUnaryOperator activation = x -> x / (1 + Math.exp(-x));
    /** Factors, 1 where they are not. */
    public double embeddingScale = 1;
    public double residualScale = 1;
    public double logitScale = 1;
    public double attentionScale;
    /** Caps, 0 where they are not. */
    public double attentionCap;
    public double logitCap;
    /** Experts a token uses, and whether their weights are brought to a sum of 1. */
    public int used;
    public boolean normalized = true;

    /** What is added to the weights of tensors. */
    public Map<String, double[]> changes = Map.of();
    /** Called with what comes into each layer, and at last with what comes before the last norm, to change or look at. */
    public BiConsumer<Integer, double[][]> states = (layer, x) -> {
    };
    /** By default nothing is fused. */
    public Fusion fusion = (layer, token, normalized) -> normalized;

    /** The network of a file; sizes from its keys. */
    public ReferenceDecoder(GgufFile file, String prefix) {
        this.file = file;
        this.prefix = prefix;
        this.width = number("embedding_length");
        this.layers = number("block_count");
        this.heads = number("attention.head_count");
        this.keyHeads = number("attention.head_count_kv");
        Integer given = file.metadata().integer(prefix + ".attention.key_length");
        this.size = given == null ? width / heads : given;
        this.rotated = size;
        this.attentionScale = 1 / Math.sqrt(size);
    }

    /** GELU with the hyperbolic tangent. */
    public static double gelu(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
    }

    private int number(String key) {
        return Objects.requireNonNull(file.metadata().integer(prefix + "." + key), key);
    }

    /** The logits after each token, {@code [tokens][vocabulary]}. */
    public double[][] logits(int[] tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = scaled(row("token_embd.weight", tokens[t], width), embeddingScale);
        }
        for (int layer = 0; layer < layers; layer++) {
            String at = "blk." + layer + ".";
            states.accept(layer, x);
            double[][] attended = attention(x, layer, at);
            for (int t = 0; t < x.length; t++) {
                add(x[t], after(attended[t], at + "post_attention_norm.weight"), residualScale);
                double[] normalized = norm(x[t], at + "ffn_norm.weight");
                double[] fed = has(at + "ffn_gate_inp.weight") ? experts(normalized, at) : plain(normalized, at);
                add(x[t], after(fed, at + "post_ffw_norm.weight"), residualScale);
            }
        }
        states.accept(layers, x);
        String head = has("output.weight") ? "output.weight" : "token_embd.weight";
        double[][] logits = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            logits[t] = scaled(times(head, norm(x[t], "output_norm.weight")), logitScale);
            if (logitCap > 0) {
                logits[t] = Arrays.stream(logits[t]).map(each -> logitCap * Math.tanh(each / logitCap)).toArray();
            }
        }
        return logits;
    }

    private double[][] attention(double[][] x, int layer, String at) {
        double[][] queries = new double[x.length][];
        double[][] keys = new double[x.length][];
        double[][] attended = new double[x.length][];
        double[][] all = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] normalized = norm(x[t], at + "attn_norm.weight");
            double[] plain = queryKeyValue(normalized, at);
            all[t] = queryKeyValue(fusion.of(layer, t, normalized), at);
            queries[t] = placed(Arrays.copyOfRange(plain, 0, heads * size), at + "attn_q_norm.weight", layer, t);
            keys[t] = placed(Arrays.copyOfRange(all[t], heads * size, (heads + keyHeads) * size),
                    at + "attn_k_norm.weight", layer, t);
        }
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[heads * size];
            int reach = window.applyAsInt(layer);
            for (int head = 0; head < heads; head++) {
                attend(queries[t], keys, all, mixed, head, reach == 0 ? 0 : Math.max(0, t + 1 - reach), t);
            }
            attended[t] = biased(times(at + "attn_output.weight", mixed), at + "attn_output.bias");
        }
        return attended;
    }

    private void attend(double[] query, double[][] keys, double[][] all, double[] mixed, int head, int from, int t) {
        int keyHead = head / (heads / keyHeads);
        double[] weights = new double[t + 1];
        double sum = 0;
        for (int s = from; s <= t; s++) {
            double score = 0;
            for (int i = 0; i < size; i++) {
                score += query[head * size + i] * keys[s][keyHead * size + i] * attentionScale;
            }
            weights[s] = Math.exp(attentionCap > 0 ? attentionCap * Math.tanh(score / attentionCap) : score);
            sum += weights[s];
        }
        for (int s = from; s <= t; s++) {
            for (int i = 0; i < size; i++) {
                mixed[head * size + i] += weights[s] / sum * all[s][(heads + keyHeads + keyHead) * size + i];
            }
        }
    }

    private double[] queryKeyValue(double[] x, String at) {
        if (has(at + "attn_qkv.weight")) {
            return biased(times(at + "attn_qkv.weight", x), at + "attn_qkv.bias");
        }
        return IntStream.range(0, 3)
                .mapToObj(i -> at + "attn_" + "qkv".charAt(i))
                .flatMapToDouble(name -> Arrays.stream(biased(times(name + ".weight", x), name + ".bias")))
                .toArray();
    }

    /** Queries or keys, normalized where there is a norm, turned to their position. */
    private double[] placed(double[] all, String norm, int layer, int position) {
        double[] placed = new double[all.length];
        int pairs = rotated / 2;
        for (int from = 0; from < all.length; from += size) {
            double[] head = Arrays.copyOfRange(all, from, from + size);
            if (has(norm)) {
                head = norm(head, norm);
            }
            System.arraycopy(head, 0, placed, from, size);
            for (int pair = 0; pair < pairs; pair++) {
                int first = halves ? pair : 2 * pair;
                int second = halves ? pair + pairs : 2 * pair + 1;
                double angle = position * frequencies.of(layer, pair, pairs);
                placed[from + first] = magnitude * (head[first] * Math.cos(angle) - head[second] * Math.sin(angle));
                placed[from + second] = magnitude * (head[first] * Math.sin(angle) + head[second] * Math.cos(angle));
            }
        }
        return placed;
    }

    private double[] plain(double[] x, String at) {
        double[] up = times(at + "ffn_up.weight", x);
        if (!has(at + "ffn_gate.weight")) {
            double[] gate = Arrays.copyOfRange(up, 0, up.length / 2);
            return times(at + "ffn_down.weight", gated(gate, Arrays.copyOfRange(up, up.length / 2, up.length)));
        }
        return times(at + "ffn_down.weight", gated(times(at + "ffn_gate.weight", x), up));
    }

    private double[] experts(double[] x, String at) {
        double[] logits = times(at + "ffn_gate_inp.weight", x);
        double[] powers = Arrays.stream(logits).map(Math::exp).toArray();
        double all = Arrays.stream(powers).sum();
        int[] chosen = IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> Double.compare(logits[b], logits[a]))
                .limit(used)
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = normalized ? Arrays.stream(chosen).mapToDouble(i -> powers[i]).sum() : all;
        double[] result = new double[width];
        for (int expert : chosen) {
            add(result, expert(x, at, expert, logits.length), powers[expert] / sum);
        }
        if (has(at + "ffn_up_shexp.weight")) {
            double weight = has(at + "ffn_gate_inp_shexp.weight")
                    ? 1 / (1 + Math.exp(-times(at + "ffn_gate_inp_shexp.weight", x)[0]))
                    : 1;
            add(result,
                    times(at + "ffn_down_shexp.weight",
                            gated(times(at + "ffn_gate_shexp.weight", x), times(at + "ffn_up_shexp.weight", x))),
                    weight);
        }
        return result;
    }

    private double[] expert(double[] x, String at, int expert, int count) {
        double[] gate = times(at + "ffn_gate_exps.weight", x, expert, count);
        double[] up = times(at + "ffn_up_exps.weight", x, expert, count);
        return times(at + "ffn_down_exps.weight", gated(gate, up), expert, count);
    }

    private double[] gated(double[] gate, double[] up) {
        double[] gated = new double[gate.length];
        Arrays.setAll(gated, i -> activation.applyAsDouble(gate[i]) * up[i]);
        return gated;
    }

    private double[] after(double[] x, String norm) {
        return has(norm) ? norm(x, norm) : x;
    }

    private double[] norm(double[] x, String weight) {
        double squares = Arrays.stream(x).map(each -> each * each).sum();
        float[] factors = values(weight);
        double[] normalized = new double[x.length];
        Arrays.setAll(normalized, i -> x[i] / Math.sqrt(squares / x.length + epsilon) * factors[i]);
        return normalized;
    }

    private double[] times(String matrix, double[] x) {
        return times(matrix, x, 0, 1);
    }

    /** One of several matrices that lie one behind another. */
    private double[] times(String matrix, double[] x, int index, int count) {
        float[] weights = values(matrix);
        double[] change = changes.get(matrix);
        double[] product = new double[weights.length / x.length / count];
        for (int row = 0; row < product.length; row++) {
            int from = (index * product.length + row) * x.length;
            for (int i = 0; i < x.length; i++) {
                product[row] += (weights[from + i] + (change == null ? 0 : change[from + i])) * x[i];
            }
        }
        return product;
    }

    private double[] row(String matrix, int row, int columns) {
        float[] weights = values(matrix);
        double[] numbers = new double[columns];
        Arrays.setAll(numbers, i -> weights[row * columns + i]);
        return numbers;
    }

    private double[] biased(double[] x, String bias) {
        if (has(bias)) {
            float[] each = values(bias);
            Arrays.setAll(x, i -> x[i] + each[i]);
        }
        return x;
    }

    private boolean has(String tensor) {
        return file.tensor(tensor) != null;
    }

    private float[] values(String name) {
        return values.computeIfAbsent(name, each -> {
            Tensor tensor = Objects.requireNonNull(file.tensor(each), each);
            return tensor.values();
        });
    }

    private static double[] scaled(double[] x, double factor) {
        return Arrays.stream(x).map(each -> each * factor).toArray();
    }

    private static void add(double[] target, double[] source, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += source[i] * factor;
        }
    }
}
