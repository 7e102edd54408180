package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.Metadata;
import java.util.Arrays;

/**
 * Rotary positions (Su et al. 2021): the pair {@code (2i, 2i + 1)} of a head is turned by the angle
 * {@code position * base^(-2i / size)}, divided by the factors of the file where it has some. Sines and cosines are
 * computed once in double precision and kept for as many positions as were ever needed.
 */
final class RotaryTable {

    private final double[] frequencies;
    private volatile float[] turns = new float[0];

    private RotaryTable(double[] frequencies) {
        this.frequencies = frequencies;
    }

    static RotaryTable of(Metadata metadata, LlamaShape shape, float[] factors) {
        String scaling = metadata.string("llama.rope.scaling.type");
        Double scale = metadata.number("llama.rope.scaling.factor");
        if (scaling != null && !scaling.equals("none") && !scaling.equals("linear")) {
            throw metadata.refusal("llama.rope.scaling.type", scaling, "none or linear");
        }
        Double base = metadata.number("llama.rope.freq_base");
        if (base != null && !(base >= 1 && base <= 1e12)) {
            throw metadata.refusal("llama.rope.freq_base", base, "1 to 1e12");
        }
        boolean linear = scaling != null && scaling.equals("linear");
        if (linear && (scale == null || !(scale > 0))) {
            throw metadata.refusal("llama.rope.scaling.factor", scale == null ? "absent" : scale, "above 0");
        }
        for (float factor : factors) {
            if (!(factor > 0 && factor < Float.POSITIVE_INFINITY)) {
                throw metadata.refusal("rope_freqs.weight", factor, "numbers above 0");
            }
        }
        double[] frequencies = new double[shape.headSize() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base == null ? 10_000 : base, -2.0 * i / shape.headSize())
                    / (linear && scale != null ? scale : 1) / (factors.length == 0 ? 1 : factors[i]);
        }
        return new RotaryTable(frequencies);
    }

    /** Makes sure of the positions below a length; call before {@link #turns} from any number of threads. */
    void reserve(int length) {
        if (turns.length < length * 2L * frequencies.length) {
            grow(length);
        }
    }

    private synchronized void grow(int length) {
        int pair = 2 * frequencies.length;
        int known = turns.length / pair;
        if (known >= length) {
            return;
        }
        int wanted = Math.max(256, Math.max(length, Math.min(2 * known, known + (1 << 16))));
        float[] grown = Arrays.copyOf(turns, Math.multiplyExact(wanted, pair));
        for (int position = known; position < wanted; position++) {
            for (int i = 0; i < frequencies.length; i++) {
                double angle = position * frequencies[i];
                grown[position * pair + 2 * i] = (float) Math.cos(angle);
                grown[position * pair + 2 * i + 1] = (float) Math.sin(angle);
            }
        }
        turns = grown;
    }

    /** Cosine and sine in turn, {@code headSize} numbers a position. */
    float[] turns() {
        return turns;
    }

    /** Turns the pairs of a head. */
    static void turn(float[] values, int at, int size, float[] turns, int position) {
        int from = position * size;
        for (int i = 0; i < size; i += 2) {
            float cosine = turns[from + i];
            float sine = turns[from + i + 1];
            float even = values[at + i];
            float odd = values[at + i + 1];
            values[at + i] = even * cosine - odd * sine;
            values[at + i + 1] = even * sine + odd * cosine;
        }
    }
}
