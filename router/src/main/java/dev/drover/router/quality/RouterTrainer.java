package dev.drover.router.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Trains the heads of a {@link RouterModel}.
 *
 * <p>Each head minimises the binary cross-entropy between its prediction and the outcomes, targets anywhere in [0, 1], by
 * AdaGrad with weight decay, one conversation a step. Two things keep it from learning wordings by heart: in each step a
 * random share of the features is left out and the rest brought back to length 1, and the weights that are kept are the
 * mean over the second half of the epochs. At the end each head is rounded to 255 steps of its own size. The same
 * outcomes and options give the same bytes on every machine.
 */
public final class RouterTrainer {

    private static final float EPSILON = 1e-8f;

    private final TrainingOptions options;
    private final List<String> heads;
    private final int count;
    private final float[] weights;
    private final float[] squares;
    private final double[] biases;
    private final double[] biasSquares;
    private final double[] mean;
    private final double[] biasMean;
    private int averaged;

    private RouterTrainer(List<String> heads, TrainingOptions options) {
        this.options = options;
        this.heads = heads;
        this.count = heads.size();
        int size = count << options.bits();
        this.weights = new float[size];
        this.squares = new float[size];
        this.mean = new double[size];
        this.biases = new double[count];
        this.biasSquares = new double[count];
        this.biasMean = new double[count];
    }

    /** One conversation, ready to learn from; a target of NaN where a model was not asked. */
    private record Example(FeatureVector features, double[] targets) {}

    /**
     * Trains one head for every model that occurs in the outcomes, sorted by name.
     *
     * @throws IllegalArgumentException when there are no outcomes
     */
    public static RouterModel train(List<Outcome> outcomes, TrainingOptions options) {
        TreeSet<String> names = new TreeSet<>();
        outcomes.forEach(outcome -> names.addAll(outcome.quality().keySet()));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("outcomes: none (expected: at least one with a model's quality)");
        }
        RouterTrainer trainer = new RouterTrainer(List.copyOf(names), options);
        List<Example> examples = outcomes.stream().map(trainer::example).toList();
        trainer.run(new ArrayList<>(examples));
        return trainer.quantized();
    }

    private Example example(Outcome outcome) {
        double[] targets = new double[count];
        for (int head = 0; head < count; head++) {
            targets[head] = outcome.quality().getOrDefault(heads.get(head), Double.NaN);
        }
        return new Example(PromptFeatures.of(outcome.messages(), options.bits()), targets);
    }

    private void run(List<Example> examples) {
        SplittableRandom random = new SplittableRandom(options.seed());
        startAtBaseRates(examples);
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            for (int i = examples.size() - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                Example moved = examples.get(i);
                examples.set(i, examples.get(other));
                examples.set(other, moved);
            }
            for (Example example : examples) {
                step(example, random);
            }
            if (epoch >= options.epochs() / 2) {
                average();
            }
        }
    }

    /** A head that knows nothing of a prompt predicts how often its model is right. */
    private void startAtBaseRates(List<Example> examples) {
        for (int head = 0; head < count; head++) {
            double sum = 0.5;
            double seen = 1;
            for (Example example : examples) {
                if (!Double.isNaN(example.targets()[head])) {
                    sum += example.targets()[head];
                    seen++;
                }
            }
            double rate = sum / seen;
            biases[head] = StrictMath.log(rate / (1 - rate));
        }
    }

    private void step(Example example, SplittableRandom random) {
        int[] indices = example.features().indices();
        float[] values = example.features().values();
        int[] rows = new int[indices.length];
        float[] kept = new float[indices.length];
        int size = 0;
        double norm = 0;
        for (int place = 0; place < indices.length; place++) {
            if (options.dropout() == 0 || random.nextDouble() >= options.dropout()) {
                rows[size] = indices[place] * count;
                kept[size++] = values[place];
                norm += (double) values[place] * values[place];
            }
        }
        float scale = norm > 0 ? (float) (1 / Math.sqrt(norm)) : 0;
        for (int head = 0; head < count; head++) {
            if (!Double.isNaN(example.targets()[head])) {
                update(head, example.targets()[head], rows, kept, size, scale);
            }
        }
    }

    private void update(int head, double target, int[] rows, float[] values, int size, float scale) {
        double logit = biases[head];
        for (int place = 0; place < size; place++) {
            logit += values[place] * scale * weights[rows[place] + head];
        }
        double error = 1 / (1 + StrictMath.exp(-logit)) - target;
        float slope = (float) error * scale;
        float decay = (float) options.l2();
        float rate = (float) options.rate();
        for (int place = 0; place < size; place++) {
            int at = rows[place] + head;
            float gradient = slope * values[place] + decay * weights[at];
            squares[at] += gradient * gradient;
            weights[at] -= rate * gradient / ((float) Math.sqrt(squares[at]) + EPSILON);
        }
        biasSquares[head] += error * error;
        biases[head] -= rate * error / (Math.sqrt(biasSquares[head]) + EPSILON);
    }

    private void average() {
        averaged++;
        for (int i = 0; i < mean.length; i++) {
            mean[i] += (weights[i] - mean[i]) / averaged;
        }
        for (int head = 0; head < count; head++) {
            biasMean[head] += (biases[head] - biasMean[head]) / averaged;
        }
    }

    private RouterModel quantized() {
        int buckets = 1 << options.bits();
        byte[] bytes = new byte[mean.length];
        float[] scales = new float[count];
        float[] offsets = new float[count];
        for (int head = 0; head < count; head++) {
            double largest = 0;
            for (int bucket = 0; bucket < buckets; bucket++) {
                largest = Math.max(largest, Math.abs(mean[bucket * count + head]));
            }
            scales[head] = (float) (largest / 127);
            offsets[head] = (float) biasMean[head];
            for (int bucket = 0; bucket < buckets && largest > 0; bucket++) {
                bytes[head * buckets + bucket] = (byte) Math.rint(mean[bucket * count + head] / largest * 127);
            }
        }
        return new RouterModel(heads, options.bits(), offsets, scales, bytes);
    }
}
