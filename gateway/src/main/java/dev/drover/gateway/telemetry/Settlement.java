package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Selection;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
import java.time.Duration;
import java.util.Locale;
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
    private volatile boolean begun;
    private volatile @Nullable Usage told;

    Settlement(Decision decision, @Nullable Selection selection) {
        this.decision = decision;
        this.selection = selection;
    }

    void part(AnswerPart part) {
        if (!begun) {
            begun = true;
            decision.firstPart(took());
        }
        switch (part) {
            case Usage usage -> told = usage;
            case AnswerPart.Facts facts -> decision.facts(facts.values());
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

    String cache() {
        return decision.cacheUse().name().toLowerCase(Locale.ROOT);
    }

    private Decision.@Nullable Cost cost() {
        String model = decision.model();
        if (selection == null || model == null || decision.cacheUse().reused()) {
            return null;
        }
        Answerer answered = selection.named(model);
        if (answered == null) {
            return null;
        }
        Model.Price price = answered.price();
        return new Decision.Cost((usage().promptTokens() * price.inputPerMillion()
                + usage().completionTokens() * price.outputPerMillion()) / 1e6, price.currency());
    }
}
