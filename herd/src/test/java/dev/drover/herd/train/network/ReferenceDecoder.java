package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;

/**
 * The decoder in double precision, one document at a time and one row at a time, straight from the equations: slow, without
 * vectors, packing or a backward pass.
 */
final class ReferenceDecoder {

    private final Shape shape;
    private final ParameterLayout layout;
    private final double[] weights;

    ReferenceDecoder(Shape shape, float[] weights) {
        this.shape = shape;
        this.layout = new ParameterLayout(shape);
        this.weights = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            this.weights[i] = weights[i];
        }
    }

    /** The weights, which may be changed between passes. */
    double[] weights() {
        return weights;
    }

    /** The sum of the cross entropies of a document's learned tokens, in nats. */
    double loss(Document document) {
        double[][] logits = logits(document.tokens(), document.length() - 1);
        double loss = 0;
        for (int row = 0; row < logits.length; row++) {
            if (document.learned()[row + 1]) {
                double sum = 0;
                for (double logit : logits[row]) {
                    sum += Math.exp(logit);
                }
                loss += Math.log(sum) - logits[row][document.tokens()[row + 1]];
            }
        }
        return loss;
    }

    /** The logits after each of the first tokens. */
    double[][] logits(int[] tokens, int count) {
        double[][] stream = new double[count][];
        for (int row = 0; row < count; row++) {
            stream[row] = embedding(tokens[row]);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            attend(stream, layout.block(layer));
            for (double[] row : stream) {
                feedForward(row, layout.block(layer));
            }
        }
        double[][] logits = new double[count][shape.vocabulary()];
        for (int row = 0; row < count; row++) {
            double[] normed = norm(stream[row], layout.outputNorm());
            for (int token = 0; token < shape.vocabulary(); token++) {
                logits[row][token] = dot(normed, embedding(token), 0, 0, shape.width());
            }
        }
        return logits;
    }

    private double[] embedding(int token) {
        double[] row = new double[shape.width()];
        System.arraycopy(weights, layout.embedding().at() + token * shape.width(), row, 0, row.length);
        return row;
    }

    private void attend(double[][] stream, ParameterLayout.Block block) {
        int count = stream.length;
        int width = shape.headWidth();
        double[][] query = new double[count][];
        double[][] key = new double[count][];
        double[][] value = new double[count][];
        for (int row = 0; row < count; row++) {
            double[] normed = norm(stream[row], block.attentionNorm());
            query[row] = rotated(times(normed, block.query()), row);
            key[row] = rotated(times(normed, block.key()), row);
            value[row] = times(normed, block.value());
        }
        for (int row = 0; row < count; row++) {
            double[] heads = new double[shape.width()];
            for (int head = 0; head < shape.heads(); head++) {
                int from = head / (shape.heads() / shape.kvHeads()) * width;
                double[] share = new double[row + 1];
                double sum = 0;
                for (int past = 0; past <= row; past++) {
                    share[past] = Math.exp(dot(query[row], key[past], head * width, from, width) / Math.sqrt(width));
                    sum += share[past];
                }
                for (int past = 0; past <= row; past++) {
                    for (int i = 0; i < width; i++) {
                        heads[head * width + i] += share[past] / sum * value[past][from + i];
                    }
                }
            }
            add(stream[row], times(heads, block.output()));
        }
    }

    private double[] rotated(double[] row, int position) {
        int width = shape.headWidth();
        double[] rotated = new double[row.length];
        for (int i = 0; i < row.length; i += 2) {
            double angle = position * Math.pow(10_000, -(double) (i % width) / width);
            rotated[i] = row[i] * Math.cos(angle) - row[i + 1] * Math.sin(angle);
            rotated[i + 1] = row[i] * Math.sin(angle) + row[i + 1] * Math.cos(angle);
        }
        return rotated;
    }

    private void feedForward(double[] row, ParameterLayout.Block block) {
        double[] normed = norm(row, block.feedForwardNorm());
        double[] gate = times(normed, block.gate());
        double[] up = times(normed, block.up());
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        add(row, times(gate, block.down()));
    }

    private double[] norm(double[] row, Parameter gains) {
        double factor = 1 / Math.sqrt(dot(row, row, 0, 0, row.length) / row.length + 1e-5);
        double[] normed = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            normed[i] = row[i] * factor * weights[gains.at() + i];
        }
        return normed;
    }

    private double[] times(double[] row, Parameter matrix) {
        double[] product = new double[matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                product[j] += row[i] * weights[matrix.at() + i * matrix.columns() + j];
            }
        }
        return product;
    }

    private static double dot(double[] a, double[] b, int at, int from, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[at + i] * b[from + i];
        }
        return sum;
    }

    private static void add(double[] to, double[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }
}
