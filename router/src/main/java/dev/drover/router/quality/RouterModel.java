package dev.drover.router.quality;

import dev.drover.inference.Message;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What was learned about how well models answer: one logistic head a model over the features of a prompt,
 * {@code quality(model, prompt) = sigmoid(w(model) . features(prompt) + b(model))}. This is the router of Herd (Hari and
 * Thomson 2023) with hashed text features in the encoder's place. Immutable, safe for use by many threads; a prediction
 * for a prompt of 200 characters takes some ten microseconds.
 */
public final class RouterModel {

    /** The most heads. */
    static final int MAX_HEADS = 64;

    private static final Pattern HEAD = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    private final List<String> heads;
    private final int bits;
    private final float[] biases;
    private final float[] scales;
    private final byte[] quantized;
    private final float[] weights;
    private final String hash;

    /**
     * Creates one from quantized weights, which it keeps.
     *
     * @param heads names of the models
     * @param bits two to the power of this many buckets
     * @param biases one a head
     * @param scales what one step of a head's weights is worth
     * @param quantized heads by buckets, head after head
     */
    RouterModel(List<String> heads, int bits, float[] biases, float[] scales, byte[] quantized) {
        check(heads, bits, biases, scales, quantized);
        this.heads = List.copyOf(heads);
        this.bits = bits;
        this.biases = biases.clone();
        this.scales = scales.clone();
        this.quantized = quantized.clone();
        int buckets = 1 << bits;
        this.weights = new float[quantized.length];
        for (int head = 0; head < heads.size(); head++) {
            for (int bucket = 0; bucket < buckets; bucket++) {
                weights[bucket * heads.size() + head] = quantized[head * buckets + bucket] * scales[head];
            }
        }
        this.hash = RouterModelFormat.hash(RouterModelFormat.write(this));
    }

    private static void check(List<String> heads, int bits, float[] biases, float[] scales, byte[] quantized) {
        if (heads.isEmpty() || heads.size() > MAX_HEADS || new HashSet<>(heads).size() != heads.size()
                || !heads.stream().allMatch(name -> HEAD.matcher(name).matches())) {
            throw new InvalidRouterModel(
                    "heads: " + heads.size() + " (expected: 1 to " + MAX_HEADS + ", each with a name of its own)");
        }
        if (biases.length != heads.size() || scales.length != heads.size()
                || quantized.length != heads.size() << bits) {
            throw new InvalidRouterModel(
                    "weights: " + quantized.length + " (expected: " + (heads.size() << bits) + ")");
        }
        for (int head = 0; head < biases.length; head++) {
            if (!Float.isFinite(biases[head]) || !Float.isFinite(scales[head]) || scales[head] < 0) {
                throw new InvalidRouterModel("head " + heads.get(head) + ": bias " + biases[head] + ", scale "
                        + scales[head] + " (expected: finite numbers, the scale at least 0)");
            }
        }
    }

    /**
     * Reads a model.
     *
     * @throws InvalidRouterModel when the bytes are not one; nothing is allocated that their length does not cover
     */
    public static RouterModel read(byte[] bytes) {
        return RouterModelFormat.read(bytes);
    }

    /** The model as bytes: the same for the same model, about 32 KiB a head. */
    public byte[] toBytes() {
        return RouterModelFormat.write(this);
    }

    /** Names of the models it knows, in the order of its heads. */
    public List<String> heads() {
        return heads;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of its bytes. */
    public String hash() {
        return hash;
    }

    /** What it expects of each model's answer to a conversation. */
    public Prediction predict(List<Message> messages) {
        FeatureVector features = PromptFeatures.of(messages, bits);
        int count = heads.size();
        double[] logits = new double[count];
        for (int head = 0; head < count; head++) {
            logits[head] = biases[head];
        }
        for (int place = 0; place < features.indices().length; place++) {
            int row = features.indices()[place] * count;
            float value = features.values()[place];
            for (int head = 0; head < count; head++) {
                logits[head] += value * weights[row + head];
            }
        }
        return new Prediction(this, features, logits);
    }

    float weight(int bucket, int head) {
        return weights[bucket * heads.size() + head];
    }

    int bits() {
        return bits;
    }

    float[] biases() {
        return biases.clone();
    }

    float[] scales() {
        return scales.clone();
    }

    byte[] quantized() {
        return quantized.clone();
    }

    /** The hash and the heads. */
    @Override
    public String toString() {
        return "router model " + hash + " " + heads;
    }
}
