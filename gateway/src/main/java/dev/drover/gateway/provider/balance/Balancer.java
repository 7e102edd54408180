package dev.drover.gateway.provider.balance;

import java.util.List;

/** Spreads requests over the seats it was made for. Safe for use by many threads. */
@FunctionalInterface
public interface Balancer {

    /** The seats in the order in which a request shall try them: each once. */
    List<Seat> order(Demand demand);
}
