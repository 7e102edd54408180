package dev.drover.engine.kernel;

/**
 * Activation functions of one value, by the same operations as {@link VectorActivations} on many, so that both give the
 * same bits.
 */
final class Activations {

    /** {@code -2 sqrt(2 / pi)}: with it the tangent becomes one exponential, {@code (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u))}. */
    static final float GELU_SLOPE = -1.595769f;
    static final float GELU_CUBE = 0.044715f;
    static final float INVERSE_ROOT_TWO = 0.70710677f;
    /** The coefficients of Abramowitz and Stegun 7.1.26, for an error function within 1.5e-7. */
    static final float ERF_P = 0.3275911f;
    static final float ERF_1 = 0.2548296f;
    static final float ERF_2 = -0.28449672f;
    static final float ERF_3 = 1.4214138f;
    static final float ERF_4 = -1.4531521f;
    static final float ERF_5 = 1.0614054f;

    private Activations() {}

    /** GELU with the hyperbolic tangent. */
    static float geluTangent(float x) {
        float inner = Math.fma(x * x * GELU_CUBE, x, x);
        return x / (1 + Exponential.of(inner * GELU_SLOPE));
    }

    /** GELU with the error function. */
    static float gelu(float x) {
        float z = Math.abs(x) * INVERSE_ROOT_TWO;
        float t = 1 / Math.fma(z, ERF_P, 1f);
        float p = ERF_5;
        p = Math.fma(p, t, ERF_4);
        p = Math.fma(p, t, ERF_3);
        p = Math.fma(p, t, ERF_2);
        p = Math.fma(p, t, ERF_1);
        float rest = p * t * Exponential.of(-(z * z)) * 0.5f;
        float share = x < 0 ? rest : 1 - rest;
        return x * share;
    }

    /** {@code limit * tanh(x / limit)}. */
    static float capped(float x, float limit) {
        float tangent = 1 - 2 / (1 + Exponential.of(x * (2 / limit)));
        return tangent * limit;
    }
}
