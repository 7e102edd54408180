package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;

/**
 * Requests of the same user go to the same seat: by the field {@code user}, or Anthropic's {@code metadata.user_id}; those
 * that name none by what they begin with.
 */
public final class SessionBalancer implements BalancerEntry {

    @Override
    public String name() {
        return "session";
    }

    @Override
    public OptionSchema options() {
        return Ring.OPTIONS;
    }

    @Override
    public Balancer create(Options options, List<Seat> seats) {
        Ring ring = new Ring(options, seats);
        return demand -> ring.order(demand.user() == null ? demand.beginning() : demand.user());
    }
}
