package dev.drover.engine.model.decoder;

import java.util.Arrays;

/**
 * Rotary positions (Su et al. 2021): pair {@code i} of a head is turned by the angle {@code position * frequencies[i]}.
 * Sines and cosines are computed once in double precision and kept for as many positions as were ever needed.
 */
public final class RotaryTable {

    private final RotaryLayout layout;
    private final double[] frequencies;
    private final double magnitude;
    private volatile float[] turns = new float[0];

    /**
     * Creates one.
     *
     * @param layout which numbers make a pair
     * @param frequencies how fast each pair turns
     * @param magnitude what turned numbers are multiplied with
     */
    RotaryTable(RotaryLayout layout, double[] frequencies, double magnitude) {
        this.layout = layout;
        this.frequencies = frequencies;
        this.magnitude = magnitude;
    }

    /** Makes sure of the positions below a length; call before {@link #turn} from any number of threads. */
    public void reserve(int length) {
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
                grown[position * pair + 2 * i] = (float) (Math.cos(angle) * magnitude);
                grown[position * pair + 2 * i + 1] = (float) (Math.sin(angle) * magnitude);
            }
        }
        turns = grown;
    }

    /** Cosine and sine in turn, position after position. */
    float[] turns() {
        return turns;
    }

    /** Turns a head to a position; what lies beyond its last pair stays as it is. */
    public void turn(float[] values, int at, int position) {
        int size = 2 * frequencies.length;
        layout.turn(values, at, size, turns, position * size);
    }
}
