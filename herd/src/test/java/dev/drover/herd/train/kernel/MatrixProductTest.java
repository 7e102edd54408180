package dev.drover.herd.train.kernel;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MatrixProductTest {

    private final MatrixProduct product = new FloatProduct();
    private final SplittableRandom random = new SplittableRandom(1);

    private Matrix random(int rows, int columns, boolean transposed) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return transposed ? Matrix.of(values, columns, rows).transposed() : Matrix.of(values, rows, columns);
    }

    private static float at(Matrix m, int i, int j) {
        return m.values()[m.at() + i * m.rowStride() + j * m.columnStride()];
    }

    private static float reference(Matrix a, Matrix b, int i, int j, float start) {
        float sum = start;
        for (int k = 0; k < a.columns(); k++) {
            sum = Math.fma(at(a, i, k), at(b, k, j), sum);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 64, 128", "7, 65, 129", "33, 200, 16", "3, 600, 300", "130, 31, 257"})
    void everyElementIsSummedInOrder(int m, int n, int k) {
        for (int views = 0; views < 4; views++) {
            Matrix a = random(m, k, (views & 1) == 1);
            Matrix b = random(k, n, (views & 2) == 2);
            Matrix c = random(m, n, false);
            float[] before = c.values().clone();
            product.multiply(a, b, c, true);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    assertThat(at(c, i, j)).isEqualTo(reference(a, b, i, j, before[i * n + j]));
                }
            }
        }
    }

    @Test
    void withoutAddingTheResultIsReplaced() {
        Matrix a = random(5, 9, false);
        Matrix b = random(9, 70, false);
        Matrix c = random(5, 70, false);
        product.multiply(a, b, c, false);
        assertThat(at(c, 4, 69)).isEqualTo(reference(a, b, 4, 69, 0));
    }

    @Test
    void aSymmetricProductIsHalfComputedAndMirrored() {
        Matrix a = random(100, 40, false);
        Matrix full = Matrix.of(new float[10_000], 100, 100);
        Matrix half = Matrix.of(new float[10_000], 100, 100);
        product.multiply(a, a.transposed(), full, false);
        product.multiplySymmetric(a, a.transposed(), half);
        assertThat(half.values()).containsExactly(full.values());
    }

    @Test
    void aSmallProductIsTheSame() {
        Matrix a = random(7, 19, true);
        Matrix b = random(19, 48, false);
        Matrix small = Matrix.of(new float[7 * 48], 7, 48);
        Matrix large = Matrix.of(new float[7 * 48], 7, 48);
        SmallProduct.add(a, b, small);
        product.multiply(a, b, large, false);
        assertThat(small.values()).containsExactly(large.values());
    }

    @Test
    void sidesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> product.multiply(random(2, 3, false), random(4, 5, false), random(2, 5, false), false))
                .hasMessageContaining("product: 2 x 3 by 4 x 5 into 2 x 5 (expected: matching sides)");
    }
}
