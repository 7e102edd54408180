package dev.drover.gateway.telemetry;

import dev.drover.cascade.sequence.SequenceCascade;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Selection;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one request used so far, and its settling at the end. */
final class Settlement {

    private final Decision decision;
    private final @Nullable Selection selection;
    private final long began = System.nanoTime();
    private final AtomicLong produced = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Duration first;
    private volatile @Nullable Usage told;
    private volatile Map<?, ?> toldByModel = Map.of();

    Settlement(Decision decision, @Nullable Selection selection) {
        this.decision = decision;
        this.selection = selection;
    }

    void part(AnswerPart part) {
        if (first == null) {
            Duration after = took();
            first = after;
            decision.firstPart(after);
        }
        switch (part) {
            case Usage usage -> told = usage;
            case AnswerPart.Facts facts -> {
                decision.facts(facts.values());
                if (facts.values().get(SequenceCascade.USAGE_FACT) instanceof Map<?, ?> byModel) {
                    toldByModel = byModel;
                }
            }
            case AnswerPart.Text text -> produced.incrementAndGet();
            case AnswerPart.Reasoning thought -> produced.incrementAndGet();
            case AnswerPart.Refusal refusal -> produced.incrementAndGet();
            case AnswerPart.ToolCallDelta call -> produced.incrementAndGet();
            case AnswerPart.Frame frame -> produced.incrementAndGet();
            case AnswerPart.Begin begin -> {
                // nothing is produced yet
            }
            case AnswerPart.Logprobs logprobs -> {
                // belongs to text
            }
            case AnswerPart.Finish finish -> {
                // nothing is produced any more
            }
        }
    }

    /** Settles, the first time it is called. */
    void end(String how) {
        if (ended.compareAndSet(false, true)) {
            decision.charged(usage(), cost());
            decision.ended(how, took());
        }
    }

    /** What the model said it used; without that, a token for each part that it produced. */
    Usage usage() {
        Usage usage = told;
        return usage != null ? usage : new Usage(0, (int) produced.get(), 0);
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** How long the first part took; null while there is none. */
    @Nullable
    Duration first() {
        return first;
    }

    private Decision.@Nullable Cost cost() {
        String model = decision.model();
        if (selection == null || model == null || decision.cacheUse().reused()) {
            return null;
        }
        Answerer answered = selection.named(model);
        return answered == null ? null : cost(answered);
    }

    /** What an answerer's tokens cost: each member's at its own price, where the answer told them apart. */
    private Decision.Cost cost(Answerer answerer) {
        double cost = toldByModel.isEmpty() ? cost(answerer, usage()) : 0;
        for (Answerer member : answerer.members()) {
            if (toldByModel.get(member.name()) instanceof Map<?, ?> used) {
                cost += cost(member, new Usage(tokens(used, "promptTokens"), tokens(used, "completionTokens"), 0));
            }
        }
        return new Decision.Cost(cost, answerer.price().currency());
    }

    private static int tokens(Map<?, ?> used, String which) {
        return used.get(which) instanceof Number number ? number.intValue() : 0;
    }

    private static double cost(Answerer answerer, Usage used) {
        return (used.promptTokens() * answerer.price().inputPerMillion()
                + used.completionTokens() * answerer.price().outputPerMillion()) / 1e6;
    }
}
