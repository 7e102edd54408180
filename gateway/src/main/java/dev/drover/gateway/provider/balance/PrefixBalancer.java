package dev.drover.gateway.provider.balance;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.stream.Stream;

/** Requests that begin alike go to the same seat, whose server has the beginning in its prefix cache. */
public final class PrefixBalancer implements BalancerEntry {

    @Override
    public String name() {
        return "prefix";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Stream
                .concat(Ring.OPTIONS.options().stream(),
                        Stream.of(Option.integer("characters", 2_000, 1, 8_192,
                                "How much of the beginning counts; all turns of a conversation begin alike.")))
                .toArray(Option[]::new));
    }

    @Override
    public Balancer create(Options options, List<Seat> seats) {
        Ring ring = new Ring(options, seats);
        int most = options.integer("characters");
        return demand -> ring.order(demand.beginning().substring(0, Math.min(most, demand.beginning().length())));
    }
}
