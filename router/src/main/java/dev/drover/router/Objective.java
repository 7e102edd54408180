package dev.drover.router;

/**
 * What a choice weighs: {@code quality * predicted quality - cost * share of the dearest candidate's cost - latency *
 * share of the slowest candidate's time}. All three terms are shares, so the weights compare.
 *
 * @param quality weight of predicted quality, at least 0
 * @param cost weight of cost, at least 0
 * @param latency weight of time, at least 0
 */
public record Objective(double quality, double cost, double latency) {

    /** Quality alone. */
    public static final Objective QUALITY = new Objective(1, 0, 0);

    /** Checks that no weight is negative or not a number. */
    public Objective {
        if (!(quality >= 0 && cost >= 0 && latency >= 0 && quality + cost + latency < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("objective: quality " + quality + ", cost " + cost + ", latency "
                    + latency + " (expected: numbers of at least 0)");
        }
    }
}
