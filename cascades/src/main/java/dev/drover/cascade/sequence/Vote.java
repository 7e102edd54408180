package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Self-consistency (Wang et al., ICLR 2023): several samples, and the share of them that come to the same result. A result
 * is an answer's last line, without case, spaces and marks at its ends, so that workings may differ.
 */
final class Vote {

    /** Samples of a request that says nothing of it, or asks for none, must differ to tell anything. */
    private static final double TEMPERATURE = 0.7;

    private Vote() {}

    /**
     * The share of the largest group, then its first sample's parts. Samples that fail count as answers of their own; when all
     * fail the failure is the first one's.
     */
    static Flux<Event> events(ModelClient client, ChatRequest request, int samples) {
        return Flux.range(0, samples)
                .flatMapSequential(sample -> client.stream(sampled(request, sample))
                        .collectList()
                        .map(Vote::outcome)
                        .onErrorResume(InferenceFailure.class, failure -> Mono.just(new Outcome(List.of(), failure))),
                        samples)
                .collectList()
                .flatMapMany(Vote::counted);
    }

    /** A sample, or why there is none. */
    private record Outcome(List<AnswerPart> parts, @Nullable InferenceFailure failure) {}

    private static Outcome outcome(List<AnswerPart> parts) {
        return new Outcome(List.copyOf(parts), null);
    }

    private static ChatRequest sampled(ChatRequest request, int sample) {
        Sampling sampling = request.sampling();
        Double asked = sampling.temperature();
        Long seed = sampling.seed();
        return request.withSampling(new Sampling(asked == null || asked == 0 ? Double.valueOf(TEMPERATURE) : asked,
                sampling.topP(), sampling.topK(), sampling.minP(), seed == null ? null : Long.valueOf(seed + sample),
                sampling.frequencyPenalty(), sampling.presencePenalty(), sampling.logitBias()));
    }

    private static Flux<Event> counted(List<Outcome> outcomes) {
        Map<String, List<Outcome>> groups = outcomes.stream()
                .filter(outcome -> outcome.failure() == null)
                .collect(Collectors.groupingBy(outcome -> result(outcome.parts()), LinkedHashMap::new,
                        Collectors.toList()));
        if (groups.isEmpty()) {
            return Flux.error(Objects.requireNonNull(outcomes.getFirst().failure()));
        }
        List<Outcome> largest = groups.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        List<Event> events = new ArrayList<>();
        events.add(new Event.WeakJudged(largest.size() / (double) outcomes.size()));
        Usage used = outcomes.stream()
                .flatMap(outcome -> outcome.parts().stream())
                .filter(Usage.class::isInstance)
                .map(Usage.class::cast)
                .reduce(Usage.NONE, Usage::plus);
        for (AnswerPart part : largest.getFirst().parts()) {
            events.add(new Event.WeakPart(part instanceof Usage ? used : part));
        }
        return Flux.fromIterable(events);
    }

    static String result(List<AnswerPart> parts) {
        String text = parts.stream()
                .map(part -> part instanceof AnswerPart.Text words ? words.text() : "")
                .collect(Collectors.joining());
        String last = text.strip().lines().reduce("", (before, line) -> line);
        return last.toLowerCase(Locale.ROOT)
                .replaceAll("^[\\s\\p{Punct}]+|[\\s\\p{Punct}]+$", "")
                .replaceAll("\\s+", " ");
    }
}
