package dev.drover.herd.train.network;

/**
 * The weights that a run starts from: norms 1, everything else uniform with standard deviation 0.02 for the embedding and
 * {@code 1 / sqrt(inputs)} for matrices, of which those that write to the residual stream are divided by
 * {@code sqrt(2 layers)}.
 */
public final class InitialWeights {

    private InitialWeights() {}

    /** The initial weights of a shape and seed, in the order of the layout. */
    public static float[] of(Shape shape, long seed) {
        ParameterLayout layout = new ParameterLayout(shape);
        float[] weights = new float[layout.size()];
        for (Parameter parameter : layout.all()) {
            for (int i = 0; i < parameter.size(); i++) {
                weights[parameter.at() + i] = parameter.kind() == Parameter.Kind.NORM ? 1
                        : uniform(seed, parameter.at() + i) * range(parameter, shape);
            }
        }
        return weights;
    }

    private static float range(Parameter parameter, Shape shape) {
        double deviation = switch (parameter.kind()) {
            case EMBEDDING -> 0.02;
            case NORM -> 1;
            case MATRIX -> 1 / Math.sqrt(parameter.rows());
        };
        boolean residual = parameter.name().contains("attn_output") || parameter.name().contains("ffn_down");
        return (float) (deviation * Math.sqrt(residual ? 1.5 / shape.layers() : 3));
    }

    private static float uniform(long seed, long index) {
        long bits = Mixing.mix(seed, index) >>> 40;
        return bits * 0x1p-23f - 1;
    }
}
