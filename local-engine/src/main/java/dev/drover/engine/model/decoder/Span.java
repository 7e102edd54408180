package dev.drover.engine.model.decoder;

/**
 * How far and how sharply a layer's attention looks back.
 *
 * @param scale what a query's product with a key is multiplied with
 * @param cap the size that no product passes, by way of a hyperbolic tangent; 0 for none
 * @param window how many tokens a query looks back on, itself included; 0 for all
 */
record Span(float scale, float cap, int window) {

    /** The first position that a query at the end of a sequence of this length looks at. */
    int first(int length) {
        return window == 0 ? 0 : Math.max(0, length - window);
    }
}
