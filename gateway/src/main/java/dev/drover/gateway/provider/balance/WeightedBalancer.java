package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Options;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** At random, each seat with the share of its weight. */
public final class WeightedBalancer implements BalancerEntry {

    @Override
    public String name() {
        return "weighted";
    }

    @Override
    public Balancer create(Options options, List<Seat> seats) {
        return demand -> shuffled(seats);
    }

    private record Drawn(Seat seat, double value) {}

    /** Seats drawn one after the other without putting back: the smallest of exponential times with the weights as rates. */
    static List<Seat> shuffled(List<Seat> seats) {
        return seats.stream()
                .map(seat -> new Drawn(seat, -Math.log(1 - ThreadLocalRandom.current().nextDouble()) / seat.weight()))
                .sorted(Comparator.comparingDouble(Drawn::value))
                .map(Drawn::seat)
                .toList();
    }
}
