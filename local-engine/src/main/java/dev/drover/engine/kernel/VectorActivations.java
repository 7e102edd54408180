package dev.drover.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static dev.drover.engine.kernel.Lanes.FLOATS;

/** Activation functions of many values, as {@link Activations} of one; what fills no vector is left to those. */
final class VectorActivations {

    private VectorActivations() {}

    static void gateGelu(float[] gate, float[] up, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, gate, i);
            FloatVector inner = x.mul(x).mul(Activations.GELU_CUBE).fma(x, x);
            x.div(Lanes.exponential(inner.mul(Activations.GELU_SLOPE)).add(1))
                    .mul(FloatVector.fromArray(FLOATS, up, i))
                    .intoArray(gate, i);
        }
        for (; i < to; i++) {
            gate[i] = Activations.geluTangent(gate[i]) * up[i];
        }
    }

    static void gelu(float[] values, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, values, i);
            FloatVector z = x.abs().mul(Activations.INVERSE_ROOT_TWO);
            FloatVector one = FloatVector.broadcast(FLOATS, 1f);
            FloatVector t = one.div(z.fma(FloatVector.broadcast(FLOATS, Activations.ERF_P), one));
            FloatVector p = FloatVector.broadcast(FLOATS, Activations.ERF_5);
            p = p.fma(t, FloatVector.broadcast(FLOATS, Activations.ERF_4));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Activations.ERF_3));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Activations.ERF_2));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Activations.ERF_1));
            FloatVector rest = p.mul(t).mul(Lanes.exponential(z.mul(z).neg())).mul(0.5f);
            VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
            x.mul(one.sub(rest).blend(rest, negative)).intoArray(values, i);
        }
        for (; i < to; i++) {
            values[i] = Activations.gelu(values[i]);
        }
    }

    static void cap(float[] values, int from, int to, float limit) {
        int i = from;
        float slope = 2 / limit;
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, values, i);
            one.sub(two.div(Lanes.exponential(x.mul(slope)).add(1))).mul(limit).intoArray(values, i);
        }
        for (; i < to; i++) {
            values[i] = Activations.capped(values[i], limit);
        }
    }

    static void center(float[] input, int at, float[] weight, float[] bias, float epsilon, float[] output) {
        int size = weight.length;
        float mean = sum(input, at, size) / size;
        float factor = (float) (1 / Math.sqrt(squares(input, at, size, mean) / size + epsilon));
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(FLOATS, input, at + i)
                    .sub(mean)
                    .mul(factor)
                    .fma(FloatVector.fromArray(FLOATS, weight, i), FloatVector.fromArray(FLOATS, bias, i))
                    .intoArray(output, at + i);
        }
        for (; i < size; i++) {
            output[at + i] = Math.fma((input[at + i] - mean) * factor, weight[i], bias[i]);
        }
    }

    private static float sum(float[] input, int at, int size) {
        FloatVector sums = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            sums = sums.add(FloatVector.fromArray(FLOATS, input, at + i));
        }
        float sum = Lanes.sum(sums);
        for (; i < size; i++) {
            sum += input[at + i];
        }
        return sum;
    }

    /** The sum of the squares of the distances from a mean. */
    private static float squares(float[] input, int at, int size, float mean) {
        FloatVector sums = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= size - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector distance = FloatVector.fromArray(FLOATS, input, at + i).sub(mean);
            sums = distance.fma(distance, sums);
        }
        float sum = Lanes.sum(sums);
        for (; i < size; i++) {
            float distance = input[at + i] - mean;
            sum = Math.fma(distance, distance, sum);
        }
        return sum;
    }
}
