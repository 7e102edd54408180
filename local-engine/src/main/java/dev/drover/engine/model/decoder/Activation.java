package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.KernelLevel;

/** What the gate of a feed-forward part goes through. */
public enum Activation {

    /** {@code x * sigmoid(x)}: SwiGLU. */
    SILU {
        @Override
        void gate(KernelLevel kernels, float[] gate, float[] up, int from, int to) {
            kernels.gate(gate, up, from, to);
        }
    },

    /** GELU with the hyperbolic tangent: GeGLU. */
    GELU {
        @Override
        void gate(KernelLevel kernels, float[] gate, float[] up, int from, int to) {
            kernels.gateGelu(gate, up, from, to);
        }
    };

    /** {@code gate = activation(gate) * up}, from index to index. */
    abstract void gate(KernelLevel kernels, float[] gate, float[] up, int from, int to);
}
