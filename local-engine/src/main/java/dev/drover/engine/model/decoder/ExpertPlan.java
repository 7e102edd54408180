package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * A mixture of experts in each layer, as a file says it.
 *
 * @param count how many experts there are
 * @param used how many of them serve a token
 * @param hidden the numbers between the matrices of one
 * @param shared the same of an expert that serves every token; 0 for none
 * @param sharedGate whether that one has a weight of its own for each token
 * @param normalized whether the weights of the experts used are brought to a sum of 1
 * @param scale what the weights are multiplied with
 */
public record ExpertPlan(int count, int used, int hidden, int shared, boolean sharedGate, boolean normalized,
        float scale) {

    /**
     * Reads a file's keys {@code .expert_*}.
     *
     * @param metadata the file's
     * @param architecture what the keys begin with
     * @param hidden the hidden size of a file that does not give one for experts
     * @param normalized whether weights are brought to a sum of 1
     * @return null where there are no experts
     * @throws dev.drover.engine.gguf.InvalidModelFile when a value is out of range
     */
    public static @Nullable ExpertPlan of(Metadata metadata, String architecture, int hidden, boolean normalized) {
        Integer count = metadata.integer(architecture + ".expert_count");
        if (count == null || count == 0) {
            return null;
        }
        metadata.requiredInteger(architecture + ".expert_count", 1, 1 << 16);
        int used = metadata.requiredInteger(architecture + ".expert_used_count", 1, count);
        Integer own = metadata.integer(architecture + ".expert_feed_forward_length");
        if (own != null) {
            metadata.requiredInteger(architecture + ".expert_feed_forward_length", 1, 1 << 24);
        }
        Double scale = metadata.number(architecture + ".expert_weights_scale");
        if (scale != null && !(scale >= 0 && scale < 1e6)) {
            throw metadata.refusal(architecture + ".expert_weights_scale", scale, "above 0, or 0 for 1");
        }
        float factor = scale == null || scale == 0 ? 1 : (float) (double) scale;
        return new ExpertPlan(count, used, own == null ? hidden : own, 0, false, normalized, factor);
    }

    /** With an expert that serves every token; 0 for none. */
    public ExpertPlan withShared(int size, boolean gate) {
        return new ExpertPlan(count, used, hidden, size, gate, normalized, scale);
    }
}
