package dev.drover.engine.model.decoder;

/**
 * Factors between the parts of a network.
 *
 * @param embedding what a token's embedding is multiplied with
 * @param residual what a part's result is multiplied with before it is added to the activations
 * @param logits what the logits are multiplied with
 * @param cap the size that no logit passes, by way of a hyperbolic tangent; 0 for none
 */
public record Scales(float embedding, float residual, float logits, float cap) {

    /** Factors of 1 and no cap. */
    public static final Scales NONE = new Scales(1, 1, 1, 0);
}
