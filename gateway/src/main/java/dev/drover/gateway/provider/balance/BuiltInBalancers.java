package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.OptionSchema;
import dev.drover.policy.Balance;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalogue of balancers. */
public final class BuiltInBalancers {

    private static final List<BalancerEntry> ALL = List.of(new WeightedBalancer(), new LeastOutstandingBalancer(),
            new LatencyBalancer(), new PrefixBalancer(), new SessionBalancer());

    private BuiltInBalancers() {}

    /** All balancers. */
    public static List<BalancerEntry> all() {
        return ALL;
    }

    /** The options of each, by name. */
    public static Map<String, OptionSchema> schemas() {
        return ALL.stream().collect(Collectors.toUnmodifiableMap(BalancerEntry::name, BalancerEntry::options));
    }

    /**
     * The balancer that a document asks for.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Balancer create(Balance balance, List<Seat> seats) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(balance.by()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("balance.by: " + balance.by() + " (expected: one of "
                        + ALL.stream().map(BalancerEntry::name).collect(Collectors.joining(", ")) + ")"))
                .create(balance.options(), seats);
    }
}
