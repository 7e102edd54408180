package dev.drover.router.strategy;

import dev.drover.inference.Message;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.router.Candidate;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes any candidate at equal odds: what every other strategy has to beat. The draw is made from the conversation and a
 * seed, so the same conversation goes the same way.
 */
public final class RandomStrategy implements StrategyEntry {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "Takes any candidate at equal odds, the same for the same conversation.";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.integer("seed", 0, 0, Integer.MAX_VALUE, "Changes which way conversations go."));
    }

    @Override
    public RoutingStrategy create(Options options, RouterModelSource models) {
        int seed = options.integer("seed");
        return request -> choose(request, seed);
    }

    private static RoutingDecision choose(RoutingRequest request, int seed) {
        long hash = seed;
        for (Message message : request.chat().messages()) {
            hash = (hash * 31 + message.role().hashCode()) * 31 + message.content().hashCode();
        }
        int drawn = new SplittableRandom(hash).nextInt(request.candidates().size());
        Candidate chosen = request.candidates().get(drawn);
        return new RoutingDecision("random", chosen,
                Weighing.scores(request, HerdStrategy.ANSWER_TOKENS, candidate -> null),
                List.of(chosen.name() + " was drawn from " + request.candidates().size()), List.of(), null);
    }
}
