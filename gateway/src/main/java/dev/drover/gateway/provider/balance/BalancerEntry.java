package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;

/** A kind of balancer. */
public interface BalancerEntry {

    /** The name documents use. */
    String name();

    /** The options it takes. */
    default OptionSchema options() {
        return OptionSchema.NONE;
    }

    /** A balancer over some seats, at least one. */
    Balancer create(Options options, List<Seat> seats);
}
