package dev.drover.herd.train.kernel;

import dev.drover.engine.machinecode.Processor;
import dev.drover.engine.tile.BrainFloat;
import dev.drover.engine.tile.Tiles;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The portable product beside double precision, and the tile unit's beside the portable one. */
class BrainFloatProductTest {

    private final SplittableRandom random = new SplittableRandom(1);
    private final MatrixProduct product = new BrainFloatProduct();

    private Matrix random(int rows, int columns, boolean transposed) {
        float[] values = new float[3 + rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return transposed ? Matrix.of(values, 3, columns, rows).transposed() : Matrix.of(values, 3, rows, columns);
    }

    private static float at(Matrix m, int i, int j) {
        return m.values()[m.at() + i * m.rowStride() + j * m.columnStride()];
    }

    private static Matrix copy(Matrix m) {
        return new Matrix(m.values().clone(), m.at(), m.rows(), m.columns(), m.rowStride(), m.columnStride());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 64, 128", "7, 65, 129", "33, 200, 16", "3, 600, 300"})
    void itIsTheProductOfTheRoundedFactors(int m, int n, int k) {
        Matrix a = random(m, k, true);
        Matrix b = random(k, n, false);
        Matrix c = random(m, n, false);
        Matrix before = copy(c);
        product.multiply(a, b, c, true);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = at(before, i, j);
                for (int inner = 0; inner < k; inner++) {
                    sum += (double) BrainFloat.round(at(a, i, inner)) * BrainFloat.round(at(b, inner, j));
                }
                assertThat((double) at(c, i, j)).isCloseTo(sum, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 64, 128", "32, 32, 32", "7, 65, 129", "33, 200, 16", "3, 600, 300", "130, 31, 257",
            "64, 96, 1056"})
    void theTileUnitGivesTheSameBits(int m, int n, int k) {
        assumeTrue(Processor.current().lacks(Set.of("amx_tile", "amx_bf16")).isEmpty(), "no tile unit here");
        MatrixProduct tiles = new TileProduct(Tiles.shared());
        for (int views = 0; views < 8; views++) {
            Matrix a = random(m, k, (views & 1) == 1);
            Matrix b = random(k, n, (views & 2) == 2);
            Matrix expected = random(m, n, false);
            Matrix found = copy(expected);
            product.multiply(a, b, expected, (views & 4) == 4);
            tiles.multiply(a, b, found, (views & 4) == 4);
            assertThat(found.values()).containsExactly(expected.values());
        }
    }

    @Test
    void aSymmetricProductIsSymmetric() {
        Matrix a = random(50, 40, false);
        Matrix square = Matrix.of(new float[2_500], 50, 50);
        product.multiplySymmetric(a, a.transposed(), square);
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(at(square, i, j)).isEqualTo(at(square, j, i));
            }
        }
    }
}
