package dev.drover.cascade;

import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Shaping;

/**
 * One model's half of a position. Holds a row of logits and works out of it what is asked for, once: at temperature 0
 * mostly nothing but the largest.
 */
final class Side {

    private final int size;
    private final Shaping shaping;
    private final boolean shapes;
    private final double[] shaped;
    private final double[] unscaled;
    private Logits logits;
    private int row;
    private int first;
    private double confidence;
    private double margin = 1;
    private double logMargin;
    private boolean shapedKnown;
    private boolean unscaledKnown;

    /** A half of positions of {@code size} tokens, on no row yet. */
    Side(int size, Shaping shaping) {
        this.size = size;
        this.shaping = shaping;
        this.shapes = !shaping.equals(Shaping.NONE);
        this.shaped = new double[size];
        this.unscaled = shapes ? new double[size] : shaped;
        this.logits = new Logits(new float[size], 1, size);
        forget();
    }

    /** Moves to a row, which must stay as it is while it is looked at. */
    void view(Logits rows, int index) {
        logits = rows;
        row = index;
        forget();
    }

    /** Moves to a copy of a row, for logits that are gone at the model's next step. Only on sides that never view. */
    void copy(Logits rows, int index) {
        System.arraycopy(rows.values(), rows.offset(index), logits.values(), 0, size);
        forget();
    }

    private void forget() {
        first = -1;
        confidence = -1;
        shapedKnown = false;
        unscaledKnown = false;
    }

    int size() {
        return size;
    }

    /** The most probable token, the lowest id among equals. */
    int first() {
        if (first < 0) {
            first = logits.argmax(row);
        }
        return first;
    }

    /** Whether there is a token that can be at all. */
    boolean possible() {
        return logits.at(row, first()) > Float.NEGATIVE_INFINITY;
    }

    /** The most probable token but {@link #first()}. */
    int second() {
        float[] values = logits.values();
        int from = logits.offset(row);
        int leader = first();
        int second = leader == 0 && size > 1 ? 1 : 0;
        for (int token = second + 1; token < size; token++) {
            if (values[from + token] > values[from + second] && token != leader) {
                second = token;
            }
        }
        return second;
    }

    /** The distribution tokens are drawn from. */
    double[] shaped() {
        if (!shapedKnown) {
            shapedKnown = true;
            if (!shapes) {
                return unscaled();
            }
            shaping.shape(logits, row, shaped);
        }
        return shaped;
    }

    /** The distribution confidence is read from. */
    double[] unscaled() {
        if (!unscaledKnown) {
            unscaledKnown = true;
            Shaping.softmax(logits, row, 1, unscaled);
        }
        return unscaled;
    }

    /** The largest value of {@link #unscaled()}. */
    double confidence() {
        if (confidence < 0) {
            confidence = unscaled()[first()];
        }
        return confidence;
    }

    /** Whether {@code unscaled(token) >= share * confidence}, without computing either: logits tell it. */
    boolean reaches(int token, double share) {
        if (share <= 0) {
            return true;
        }
        if (share != margin) {
            margin = share;
            logMargin = Math.log(share);
        }
        float[] values = logits.values();
        int from = logits.offset(row);
        return (double) values[from + token] - values[from + first()] >= logMargin;
    }
}
