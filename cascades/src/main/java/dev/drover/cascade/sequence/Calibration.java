package dev.drover.cascade.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the threshold of a deferral that meets a target, on requests that both models have answered.
 *
 * <p>
 * A bounded loss of quality is found by testing thresholds from the one at which the strong model always answers downwards,
 * each at the level {@code 1 - assurance}, and stopping at the first that fails (fixed sequence testing, as in "Learn then
 * Test", Angelopoulos et al. 2021). What is tested is the share of requests that the weak model keeps and gets wrong while the
 * strong model has them right, against the exact binomial bound of Clopper and Pearson. So with probability {@code assurance}
 * the loss on further requests of the same kind is at most the one asked for, whatever the models are like.
 */
public final class Calibration {

    /** The threshold at which the strong model always answers. */
    public static final double ALWAYS_STRONG = 2;

    private final List<Case> cases;

    /**
     * A request that both models have answered.
     *
     * @param confidence of the weak model, 0 to 1
     * @param weakRight whether the weak model's answer is right
     * @param strongRight whether the strong model's answer is right
     * @param weakCost what the weak model's answer cost
     * @param strongCost what the strong model's answer cost, in the same currency
     */
    public record Case(double confidence, boolean weakRight, boolean strongRight, double weakCost, double strongCost) {}

    /**
     * A threshold, and what it comes to on the cases.
     *
     * @param threshold the least confidence that is kept
     * @param deferred the share of requests that the strong model answers
     * @param quality the share of right answers
     * @param cost mean cost of a request
     * @param loss share of requests that are kept wrong while the strong model has them right
     */
    public record Choice(double threshold, double deferred, double quality, double cost, double loss) {}

    /**
     * Creates one.
     *
     * @param cases at least one
     */
    public Calibration(List<Case> cases) {
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "cases: none (expected: at least one request that both models answered)");
        }
        this.cases = List.copyOf(cases);
    }

    /** The highest threshold that defers at most a share of requests, 0 to 1. */
    public Choice atShare(double share) {
        return highest(choice -> choice.deferred() <= share).orElseGet(() -> choice(0));
    }

    /** The highest threshold whose requests cost at most so much in the mean; empty where the weak model costs more. */
    public Optional<Choice> atCost(double cost) {
        return highest(choice -> choice.cost() <= cost);
    }

    private Optional<Choice> highest(Predicate<Choice> holds) {
        return thresholds().stream().map(this::choice).filter(holds).max(Comparator.comparingDouble(Choice::threshold));
    }

    /**
     * The lowest threshold at which the loss is bounded.
     *
     * @param loss the most share of requests that may be lost, above 0, below 1
     * @param assurance with what probability, above 0, below 1
     * @return {@link #ALWAYS_STRONG}'s where there are too few cases, or the weak model is too bad, for any other
     */
    public Choice atLoss(double loss, double assurance) {
        int most = mostLosses(cases.size(), loss, 1 - assurance);
        List<Double> descending = thresholds().reversed();
        double chosen = ALWAYS_STRONG;
        for (double threshold : descending.subList(1, descending.size())) {
            if (losses(threshold) > most) {
                break;
            }
            chosen = threshold;
        }
        return choice(chosen);
    }

    /** Every threshold that makes a difference, rising: below all confidences, at each but the least, above all. */
    private List<Double> thresholds() {
        List<Double> thresholds = new ArrayList<>(List.of(0.0));
        cases.stream().map(Case::confidence).distinct().sorted().skip(1).forEach(thresholds::add);
        thresholds.add(ALWAYS_STRONG);
        return thresholds;
    }

    private long losses(double threshold) {
        return cases.stream()
                .filter(one -> one.confidence() >= threshold && one.strongRight() && !one.weakRight())
                .count();
    }

    private Choice choice(double threshold) {
        double deferred = 0;
        double right = 0;
        double cost = 0;
        for (Case one : cases) {
            boolean defers = one.confidence() < threshold;
            deferred += defers ? 1 : 0;
            right += (defers ? one.strongRight() : one.weakRight()) ? 1 : 0;
            cost += one.weakCost() + (defers ? one.strongCost() : 0);
        }
        int count = cases.size();
        return new Choice(threshold, deferred / count, right / count, cost / count, losses(threshold) / (double) count);
    }

    /**
     * The most losses among some cases that still show, at a level, that the true rate is at most {@code rate}: the largest
     * {@code k} with {@code P(Binomial(count, rate) <= k) <= level}; -1 where not even none does.
     */
    static int mostLosses(int count, double rate, double level) {
        double cumulated = 0;
        double logTerm = count * Math.log1p(-rate);
        for (int k = 0; k <= count; k++) {
            cumulated += Math.exp(logTerm);
            if (cumulated > level) {
                return k - 1;
            }
            logTerm += Math.log((count - k) / (k + 1.0)) + Math.log(rate) - Math.log1p(-rate);
        }
        return count;
    }
}
