package dev.drover.inference.token;

/**
 * Applies an {@link Adjustment} along an answer. What stands in the answer is counted anew for each row, so that a draft
 * that is taken back leaves no trace. Not thread-safe.
 */
public final class AdjustedLogits {

    private final Adjustment adjustment;
    private final Logits row;
    private final int[] seen;
    private int round;

    /**
     * Creates one.
     *
     * @param adjustment what is added
     * @param size the vocabulary's size
     * @throws IllegalArgumentException when a bias is for a token that the vocabulary does not have
     */
    public AdjustedLogits(Adjustment adjustment, int size) {
        adjustment.check(size);
        this.adjustment = adjustment;
        this.row = new Logits(new float[size], 1, size);
        this.seen = new int[size];
    }

    /**
     * A row with the adjustment made.
     *
     * @param logits what the model says
     * @param index which row of it
     * @param tokens prompt and answer
     * @param from where the answer begins in {@code tokens}
     * @param to where the answer ends that the row was computed after
     * @return one row, valid until the next call
     */
    public Logits after(Logits logits, int index, int[] tokens, int from, int to) {
        float[] values = row.values();
        System.arraycopy(logits.values(), logits.offset(index), values, 0, values.length);
        round++;
        for (int i = from; i < to; i++) {
            int token = tokens[i];
            double loss = adjustment.frequency();
            if (seen[token] != round) {
                seen[token] = round;
                loss += adjustment.presence();
            }
            values[token] = (float) (values[token] - loss);
        }
        adjustment.bias().forEach((token, bias) -> values[token] = (float) (values[token] + bias));
        return row;
    }
}
