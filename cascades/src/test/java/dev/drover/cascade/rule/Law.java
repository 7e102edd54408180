package dev.drover.cascade.rule;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a deferral emits at a position, worked out by enumerating every draft, coin and replacement. */
final class Law {

    final double[] emitted;
    final double[] target;
    final double rejection;

    private Law(double[] emitted, double[] target, double rejection) {
        this.emitted = emitted;
        this.target = target;
        this.rejection = rejection;
    }

    static Law of(Deferral deferral, Position position) {
        int size = position.size();
        double[] q = position.small();
        double[] emitted = new double[size];
        double rejection = 0;
        for (int token = 0; token < size; token++) {
            if (q[token] > 0) {
                double acceptance = deferral.acceptance(position, token);
                emitted[token] = q[token] * acceptance;
                rejection += q[token] * (1 - acceptance);
            }
        }
        double[] residual = new double[size];
        double sum = deferral.residual(position, residual);
        for (int token = 0; token < size && sum > 0; token++) {
            emitted[token] += rejection * residual[token] / sum;
        }
        double[] target = new double[size];
        deferral.target(position, target);
        return new Law(emitted, target, rejection);
    }

    static double distance(double[] left, double[] right) {
        double sum = 0;
        for (int token = 0; token < left.length; token++) {
            sum += Math.abs(left[token] - right[token]);
        }
        return sum / 2;
    }

    /** A pair of distributions: smooth, with zeros, with ties, one-hot, equal or far apart, by turns. */
    static Distributions random(RandomGenerator random) {
        int size = random.nextInt(2, 9);
        double[] small = distribution(random, size);
        double[] large = random.nextInt(12) == 0 ? small.clone() : distribution(random, size);
        if (random.nextInt(3) > 0) {
            return Distributions.unscaled(small, large);
        }
        return new Distributions(cut(random, small), cut(random, large), small, large);
    }

    private static double[] distribution(RandomGenerator random, int size) {
        double[] weights = new double[size];
        int kind = random.nextInt(5);
        for (int token = 0; token < size; token++) {
            weights[token] = switch (kind) {
                case 0 -> random.nextDouble();
                case 1 -> Math.exp(4 * random.nextGaussian());
                case 2 -> random.nextInt(4);
                case 3 -> 1;
                default -> 0;
            };
        }
        weights[random.nextInt(size)] += 1;
        return normalised(weights);
    }

    private static double[] cut(RandomGenerator random, double[] distribution) {
        double[] sharpened = Arrays.stream(distribution).map(value -> value * value).toArray();
        double largest = Arrays.stream(sharpened).max().orElseThrow();
        double threshold = largest * random.nextDouble();
        return normalised(Arrays.stream(sharpened).map(value -> value < threshold ? 0 : value).toArray());
    }

    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(value -> value / sum).toArray();
    }
}
