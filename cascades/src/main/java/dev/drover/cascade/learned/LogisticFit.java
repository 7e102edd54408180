package dev.drover.cascade.learned;

import java.util.List;

/** Logistic regression by Newton's method with a small ridge, which has one optimum and finds it in a few steps. */
final class LogisticFit {

    private static final int STEPS = 30;
    private static final double RIDGE = 1;

    private LogisticFit() {}

    /**
     * Fits.
     *
     * @param features a row an observation, of equal length
     * @param right by observation
     * @return a bias, then a weight a feature
     */
    static double[] weights(List<double[]> features, boolean[] right) {
        int size = features.getFirst().length + 1;
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[size];
            double[][] curvature = new double[size][size];
            for (int i = 0; i < size; i++) {
                gradient[i] = i == 0 ? 0 : -RIDGE * weights[i];
                curvature[i][i] = RIDGE;
            }
            for (int row = 0; row < right.length; row++) {
                double[] x = features.get(row);
                double p = DeferralHead.probability(weights, x);
                for (int i = 0; i < size; i++) {
                    double left = i == 0 ? 1 : x[i - 1];
                    gradient[i] += ((right[row] ? 1 : 0) - p) * left;
                    for (int j = 0; j <= i; j++) {
                        curvature[i][j] += p * (1 - p) * left * (j == 0 ? 1 : x[j - 1]);
                    }
                }
            }
            double[] change = solved(curvature, gradient);
            double largest = 0;
            for (int i = 0; i < size; i++) {
                weights[i] += change[i];
                largest = Math.max(largest, Math.abs(change[i]));
            }
            if (largest < 1e-9) {
                break;
            }
        }
        return weights;
    }

    /** The solution of a positive definite system, of whose matrix the lower half is read, by Cholesky's factors. */
    private static double[] solved(double[][] matrix, double[] right) {
        int size = right.length;
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j][j];
            }
            for (int k = 0; k < i; k++) {
                solution[i] -= matrix[i][k] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= matrix[k][i] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        return solution;
    }
}
