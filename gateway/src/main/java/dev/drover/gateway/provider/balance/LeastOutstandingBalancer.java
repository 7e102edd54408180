package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Options;
import java.util.Comparator;
import java.util.List;

/** The seat whose running requests are worth the fewest tokens for its weight; by weight among equals. */
public final class LeastOutstandingBalancer implements BalancerEntry {

    @Override
    public String name() {
        return "least-outstanding-tokens";
    }

    @Override
    public Balancer create(Options options, List<Seat> seats) {
        return demand -> WeightedBalancer.shuffled(seats)
                .stream()
                .map(seat -> new Busy(seat, (double) seat.load().tokens() / seat.weight()))
                .sorted(Comparator.comparingDouble(Busy::tokens))
                .map(Busy::seat)
                .toList();
    }

    /** A seat as it is when it is looked at: loads change while they are sorted. */
    private record Busy(Seat seat, double tokens) {}
}
