package dev.drover.router.strategy;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import java.util.List;

/** Takes the first candidate. */
public final class FirstStrategy implements StrategyEntry {

    @Override
    public String name() {
        return "first";
    }

    @Override
    public String description() {
        return "Takes the first candidate.";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.NONE;
    }

    @Override
    public RoutingStrategy create(Options options, RouterModelSource models) {
        return FirstStrategy::choose;
    }

    private static RoutingDecision choose(RoutingRequest request) {
        return new RoutingDecision("first", request.candidates().getFirst(),
                Weighing.scores(request, HerdStrategy.ANSWER_TOKENS, candidate -> null),
                List.of(request.candidates().getFirst().name() + " stands first of " + request.candidates().size()),
                List.of(), null);
    }
}
