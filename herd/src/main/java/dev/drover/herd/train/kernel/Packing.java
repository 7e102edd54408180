package dev.drover.herd.train.kernel;

/** Copies blocks of a matrix into panels of {@link Tile#WIDTH} columns, filled up with zeros. */
final class Packing {

    private Packing() {}

    /**
     * Packs rows {@code inner} to {@code inner + depth} and columns {@code column} to {@code column + columns}: panel
     * after panel, each row of a panel {@link Tile#WIDTH} floats.
     */
    static void pack(Matrix b, int inner, int depth, int column, int columns, float[] to) {
        int width = Tile.WIDTH;
        for (int j = 0; j < columns; j += width) {
            int from = b.at() + inner * b.rowStride() + (column + j) * b.columnStride();
            int count = Math.min(width, columns - j);
            if (b.columnStride() == 1) {
                copyRows(b.values(), from, b.rowStride(), to, j * depth, depth, count);
            } else {
                copyColumns(b.values(), from, b.rowStride(), b.columnStride(), to, j * depth, depth, count);
            }
            if (count < width) {
                clear(to, j * depth, depth, count);
            }
        }
    }

    private static void copyRows(float[] from, int at, int stride, float[] to, int toAt, int depth, int count) {
        for (int k = 0; k < depth; k++) {
            System.arraycopy(from, at + k * stride, to, toAt + k * Tile.WIDTH, count);
        }
    }

    private static void copyColumns(float[] from, int at, int rowStride, int columnStride, float[] to, int toAt,
            int depth, int count) {
        for (int k0 = 0; k0 < depth; k0 += 16) {
            int k1 = Math.min(depth, k0 + 16);
            for (int j = 0; j < count; j++) {
                int source = at + j * columnStride;
                for (int k = k0; k < k1; k++) {
                    to[toAt + k * Tile.WIDTH + j] = from[source + k * rowStride];
                }
            }
        }
    }

    private static void clear(float[] to, int toAt, int depth, int count) {
        for (int k = 0; k < depth; k++) {
            for (int j = count; j < Tile.WIDTH; j++) {
                to[toAt + k * Tile.WIDTH + j] = 0;
            }
        }
    }
}
