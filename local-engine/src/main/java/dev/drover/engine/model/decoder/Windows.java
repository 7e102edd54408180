package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.Metadata;
import java.util.Arrays;

/** Which layers look back on a window of their sequence alone, as a file says it. */
public final class Windows {

    private Windows() {}

    /**
     * Reads {@code .attention.sliding_window}, the number of tokens that a query looks back on, itself included, and
     * {@code .attention.sliding_window_pattern}, which is true for layers with a window, or a number n: of n layers the
     * last has none.
     *
     * @param metadata the file's
     * @param architecture what the keys begin with
     * @param layers the number of layers
     * @param window that of a file that does not say; 0 for none
     * @param period the pattern of a file that does not say; 0 where all layers have a window
     * @return a window for each layer, 0 for none
     * @throws dev.drover.engine.gguf.InvalidModelFile when a value is no window or no pattern
     */
    public static int[] of(Metadata metadata, String architecture, int layers, int window, int period) {
        String key = architecture + ".attention.sliding_window";
        Integer given = metadata.integer(key);
        if (given != null && given < 0) {
            throw metadata.refusal(key, given, "0 for none, or at least 1");
        }
        int[] windows = new int[layers];
        boolean[] pattern = pattern(metadata, key + "_pattern", layers, period);
        Arrays.setAll(windows, layer -> !pattern[layer] ? 0 : given == null ? window : given);
        return windows;
    }

    private static boolean[] pattern(Metadata metadata, String key, int layers, int period) {
        boolean[] pattern = new boolean[layers];
        if (metadata.asMap().get(key) instanceof boolean[] given) {
            if (given.length != layers) {
                throw metadata.refusal(key, given.length + " truths", layers + ", one for each layer");
            }
            return given.clone();
        }
        Integer number = metadata.integer(key);
        if (number != null && number < 0) {
            throw metadata.refusal(key, number, "0, or the number of layers after which the pattern repeats");
        }
        int every = number == null ? period : number;
        for (int layer = 0; layer < layers; layer++) {
            pattern[layer] = every == 0 || layer % every < every - 1;
        }
        return pattern;
    }
}
