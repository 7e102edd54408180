package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * A weak model's whole answer, and how sure it was of it.
 *
 * @param confidence what it is judged by, 0 to 1
 * @param text the answer
 * @param usage what it took
 */
public record Probe(double confidence, String text, Usage usage) {

    /** What a weak model's events come to. */
    static Probe of(List<Event> events, DeferralOptions options, LogprobReader reader) {
        List<TokenChance> chances = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Usage usage = Usage.NONE;
        Double told = null;
        for (Event event : events) {
            switch (event) {
                case Event.WeakFailed(var failure) -> throw failure;
                case Event.WeakJudged(double score) -> told = score;
                case Event.WeakPart(AnswerPart.Text part) -> text.append(part.text());
                case Event.WeakPart(Usage used) -> usage = used;
                case Event.WeakPart(AnswerPart.Logprobs part) when chances.size() < options.holdTokens() ->
                    chances.addAll(reader.read(part.json()));
                default -> {
                    // tells nothing of answer or confidence
                }
            }
        }
        return new Probe(told != null ? told : options.by().of(chances, options.quantile()), text.toString(), usage);
    }
}
