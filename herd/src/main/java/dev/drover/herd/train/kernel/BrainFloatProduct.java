package dev.drover.herd.train.kernel;

import dev.drover.engine.tile.BrainFloat;
import dev.drover.engine.tile.Tiles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/**
 * Products of factors cut to {@code bfloat16} in the order of a tile unit, for processors that have none; {@link BrainFloat}
 * says which order that is.
 */
final class BrainFloatProduct implements MatrixProduct {

    private static final int LANES = Lanes.COUNT;

    private float[] left = new float[0];
    private float[] right = new float[0];
    private float[] sums = new float[0];

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
        MatrixProduct.check(a, b, c);
        int depth = Math.ceilDiv(a.columns(), Tiles.SIDE) * Tiles.SIDE;
        int columns = Lanes.padded(b.columns());
        left = reserved(left, depth);
        right = reserved(right, depth * columns);
        sums = reserved(sums, columns);
        Arrays.fill(right, 0, depth * columns, 0);
        copy(b, right, columns);
        for (int row = 0; row < a.rows(); row++) {
            Arrays.fill(left, 0, depth, 0);
            copy(new Matrix(a.values(), a.at() + row * a.rowStride(), 1, a.columns(), 0, a.columnStride()), left,
                    depth);
            int to = c.at() + row * c.rowStride();
            if (add) {
                System.arraycopy(c.values(), to, sums, 0, c.columns());
            } else {
                Arrays.fill(sums, 0, columns, 0);
            }
            for (int column = 0; column < columns; column += LANES) {
                sum(depth, columns, column);
            }
            System.arraycopy(sums, 0, c.values(), to, c.columns());
        }
    }

    private void sum(int depth, int columns, int column) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, column);
        for (int k = 0; k < depth; k += Tiles.SIDE) {
            FloatVector first = FloatVector.zero(SPECIES);
            FloatVector second = FloatVector.zero(SPECIES);
            int at = k * columns + column;
            int partner = at + Tiles.LINES * columns;
            for (int i = 0; i < Tiles.LINES; i++) {
                first = flushed(FloatVector.fromArray(SPECIES, right, at + i * columns)
                        .fma(FloatVector.broadcast(SPECIES, left[k + i]), first));
                second = flushed(FloatVector.fromArray(SPECIES, right, partner + i * columns)
                        .fma(FloatVector.broadcast(SPECIES, left[k + Tiles.LINES + i]), second));
            }
            sum = flushed(sum.add(flushed(first.add(second))));
        }
        sum.intoArray(sums, column);
    }

    private static FloatVector flushed(FloatVector value) {
        return value.blend(0f, value.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
    }

    private static void copy(Matrix from, float[] to, int stride) {
        for (int i = 0; i < from.rows(); i++) {
            int row = from.at() + i * from.rowStride();
            for (int j = 0; j < from.columns(); j++) {
                to[i * stride + j] = BrainFloat.round(from.values()[row + j * from.columnStride()]);
            }
        }
    }

    private static float[] reserved(float[] values, int size) {
        return values.length >= size ? values : new float[size];
    }
}
