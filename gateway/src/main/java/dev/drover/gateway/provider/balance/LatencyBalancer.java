package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The quicker of two seats drawn by weight: the power of two choices (Mitzenmacher 2001) over the latencies that
 * {@link Load} keeps. Choosing the quickest of all would send everybody to it at once.
 */
public final class LatencyBalancer implements BalancerEntry {

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Balancer create(Options options, List<Seat> seats) {
        return demand -> {
            List<Seat> order = new ArrayList<>(WeightedBalancer.shuffled(seats));
            if (order.size() > 1 && expected(order.get(1)) < expected(order.get(0))) {
                Collections.swap(order, 0, 1);
            }
            return order;
        };
    }

    private static double expected(Seat seat) {
        return seat.load().expected(seat.weight());
    }
}
