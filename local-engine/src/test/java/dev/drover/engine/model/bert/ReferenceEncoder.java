package dev.drover.engine.model.bert;

import dev.drover.engine.gguf.GgufFile;
import java.util.Arrays;
import java.util.Objects;

/** BERT written down a second time, from the paper: double precision, a whole text at once. */
final class ReferenceEncoder {

    private final GgufFile file;
    private final int width;
    private final int layers;
    private final int heads;
    private final boolean rotary;

    ReferenceEncoder(GgufFile file, int width, int layers, int heads, boolean rotary) {
        this.file = file;
        this.width = width;
        this.layers = layers;
        this.heads = heads;
        this.rotary = rotary;
    }

    /** The vectors of all tokens. */
    double[][] run(int[] tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            double[] sum = plus(row("token_embd.weight", tokens[t]), row("token_types.weight", 0));
            x[t] = norm(rotary ? sum : plus(sum, row("position_embd.weight", t)), "token_embd_norm");
        }
        for (int layer = 0; layer < layers; layer++) {
            String at = "blk." + layer + ".";
            double[][] attended = attention(x, at);
            for (int t = 0; t < x.length; t++) {
                x[t] = norm(plus(x[t], attended[t]), at + "attn_output_norm");
                x[t] = norm(plus(x[t], fed(x[t], at)), at + "layer_output_norm");
            }
        }
        return x;
    }

    private double[] fed(double[] x, String at) {
        double[] up = times(at + "ffn_up", x);
        if (!rotary) {
            return times(at + "ffn_down", Arrays.stream(up).map(ReferenceEncoder::gelu).toArray());
        }
        double[] gate = times(at + "ffn_gate", x);
        Arrays.setAll(up, i -> up[i] * gate[i] / (1 + Math.exp(-gate[i])));
        return times(at + "ffn_down", up);
    }

    /** By Simpson's rule on the density between 0 and x. */
    private static double gelu(double x) {
        int steps = 2000;
        double area = 0;
        for (int i = 0; i <= steps; i++) {
            double z = x * i / steps;
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            area += weight * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        }
        return x * (0.5 + area * x / steps / 3);
    }

    private double[][] attention(double[][] x, String at) {
        double[][][] all = new double[3][x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] fused = rotary ? times(at + "attn_qkv", x[t]) : null;
            for (int i = 0; i < 3; i++) {
                all[i][t] = fused != null ? Arrays.copyOfRange(fused, i * width, (i + 1) * width)
                        : times(at + "attn_" + "qkv".charAt(i), x[t]);
            }
            if (rotary) {
                all[0][t] = turned(all[0][t], t);
                all[1][t] = turned(all[1][t], t);
            }
        }
        double[][] results = new double[x.length][];
        int size = width / heads;
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[width];
            for (int head = 0; head < heads; head++) {
                double[] weights = new double[x.length];
                for (int s = 0; s < x.length; s++) {
                    double score = 0;
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        score += all[0][t][i] * all[1][s][i];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(size));
                }
                double sum = Arrays.stream(weights).sum();
                for (int s = 0; s < x.length; s++) {
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        mixed[i] += weights[s] / sum * all[2][s][i];
                    }
                }
            }
            results[t] = times(at + "attn_output", mixed);
        }
        return results;
    }

    private double[] turned(double[] x, int position) {
        int size = width / heads;
        double[] turned = new double[width];
        for (int i = 0; i < width; i++) {
            int within = i % size;
            int pair = within % (size / 2);
            double angle = position * Math.pow(1000, -2.0 * pair / size);
            boolean first = within < size / 2;
            turned[i] = first ? x[i] * Math.cos(angle) - x[i + size / 2] * Math.sin(angle)
                    : x[i] * Math.cos(angle) + x[i - size / 2] * Math.sin(angle);
        }
        return turned;
    }

    private double[] norm(double[] x, String name) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(each -> (each - mean) * (each - mean)).average().orElseThrow();
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        double[] normalized = new double[x.length];
        Arrays.setAll(normalized, i -> (x[i] - mean) / Math.sqrt(variance + 1e-12) * weight[i] + bias[i]);
        return normalized;
    }

    private double[] times(String name, double[] x) {
        float[] weights = values(name + ".weight");
        double[] product = new double[weights.length / x.length];
        for (int row = 0; row < product.length; row++) {
            for (int i = 0; i < x.length; i++) {
                product[row] += (double) weights[row * x.length + i] * x[i];
            }
        }
        return file.tensor(name + ".bias") == null ? product : plus(product, row(name + ".bias", 0));
    }

    private double[] row(String name, int row) {
        int columns = (int) Objects.requireNonNull(file.tensor(name), name).columns();
        float[] weights = values(name);
        double[] numbers = new double[columns];
        Arrays.setAll(numbers, i -> weights[row * columns + i]);
        return numbers;
    }

    private static double[] plus(double[] first, double[] second) {
        double[] sum = new double[first.length];
        Arrays.setAll(sum, i -> first[i] + second[i]);
        return sum;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(file.tensor(name), name).values();
    }
}
