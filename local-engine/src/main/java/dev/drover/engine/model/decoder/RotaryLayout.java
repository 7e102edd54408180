package dev.drover.engine.model.decoder;

/**
 * Which numbers of a head make a pair that is turned. It is a matter of the order in which a file holds the rows of its
 * query and key matrices, and so of the architecture: converters bring some to the one order and leave others in the
 * other.
 */
public enum RotaryLayout {

    /** Neighbours: {@code (2i, 2i + 1)}. */
    NEIGHBOURS {
        @Override
        void turn(float[] values, int at, int size, float[] turns, int from) {
            for (int i = 0; i < size; i += 2) {
                float cosine = turns[from + i];
                float sine = turns[from + i + 1];
                float even = values[at + i];
                float odd = values[at + i + 1];
                values[at + i] = even * cosine - odd * sine;
                values[at + i + 1] = even * sine + odd * cosine;
            }
        }
    },

    /** The first half with the second: {@code (i, i + size / 2)}, as in GPT-NeoX. */
    HALVES {
        @Override
        void turn(float[] values, int at, int size, float[] turns, int from) {
            int half = size / 2;
            for (int i = 0; i < half; i++) {
                float cosine = turns[from + 2 * i];
                float sine = turns[from + 2 * i + 1];
                float first = values[at + i];
                float second = values[at + half + i];
                values[at + i] = first * cosine - second * sine;
                values[at + half + i] = first * sine + second * cosine;
            }
        }
    };

    /**
     * Turns the pairs of a head.
     *
     * @param values holds the head
     * @param at where it starts
     * @param size how many of its numbers are turned
     * @param turns cosine and sine in turn
     * @param from where those of the head's position start
     */
    abstract void turn(float[] values, int at, int size, float[] turns, int from);
}
