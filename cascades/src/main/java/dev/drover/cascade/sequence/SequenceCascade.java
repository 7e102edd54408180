package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A weak and a strong model that answer as one (deferral of whole answers, Narasimhan et al. 2025, section 2; confidence
 * as Gupta et al. 2024). The weak model begins; its first words are held back and judged once, then it is committed to or
 * the strong model answers, and that is never revised. The strong model may be started early as a hedge; whoever loses is
 * cancelled down to its socket.
 *
 * <p>
 * An answer begins at the latest after {@code holdTime} and the time the strong model takes to begin; with
 * {@link DeferralOptions.Hedge#ALWAYS} after {@code hedgeAfter} and that time, because the strong model's first word ends the
 * holding back. Requests that cannot be judged go to the strong model as they are: those that want tools, several choices
 * or fields that only a provider understands. A weak model that fails before it is judged is deferred; a hedge that fails
 * leaves the weak model's answer.
 */
public final class SequenceCascade implements ModelClient {

    /** The fact that tells what each model used, by its name: {@code promptTokens} and {@code completionTokens}. */
    public static final String USAGE_FACT = Race.USAGE_FACT;

    private final Member weak;
    private final Member strong;
    private final DeferralOptions options;
    private final LogprobReader reader;

    /**
     * A model of the pair.
     *
     * @param name the model it is asked for as
     * @param client what answers
     */
    public record Member(String name, ModelClient client) {}

    /**
     * Creates one.
     *
     * @param weak who begins
     * @param strong who answers where the weak model is not sure
     * @param options when that is
     * @param reader reads the weak model's log-probabilities
     */
    public SequenceCascade(Member weak, Member strong, DeferralOptions options, LogprobReader reader) {
        this.weak = weak;
        this.strong = strong;
        this.options = options;
        this.reader = reader;
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        if (!judged(request)) {
            return strong.client().stream(request.withModel(strong.name()));
        }
        return Flux.defer(() -> {
            Race race = new Race(options, reader, request.options().logprobs() != null, weak.name(), strong.name());
            Flux<Event> first = weakLane(request).takeUntilOther(race.weakDropped());
            Flux<Event> second = Flux.defer(() -> strongLane(request))
                    .delaySubscription(race.strongWanted())
                    .takeUntilOther(race.strongDropped());
            Flux<Event> clocks = Flux
                    .<Event>merge(Mono.delay(options.holdTime()).map(over -> new Event.HoldOver()), hedgeClock())
                    .takeUntilOther(race.decided());
            return Flux.merge(first, second, clocks).concatMapIterable(race::on);
        });
    }

    /**
     * Asks the weak model alone, to see what it would be judged by.
     *
     * @param request the request
     * @return its whole answer, with the confidence it is judged by where time does not press
     */
    public Mono<Probe> probe(ChatRequest request) {
        return weakLane(request).collectList().map(events -> Probe.of(events, options, reader));
    }

    private Mono<Event> hedgeClock() {
        return options.hedge() == DeferralOptions.Hedge.NEVER ? Mono.empty()
                : Mono.delay(options.hedgeAfter()).map(due -> new Event.HedgeDue());
    }

    private static boolean judged(ChatRequest request) {
        AnswerOptions wishes = request.options();
        return wishes.choices() == 1 && !wishes.tools().wanted() && wishes.foreign().isEmpty()
                && !(request.verbatim() && request.messages().size() > 1);
    }

    private Flux<Event> weakLane(ChatRequest request) {
        ChatRequest asked = request.withModel(weak.name()).withBody(null);
        Flux<Event> lane = options.by() == Confidence.AGREEMENT ? Vote.events(weak.client(), asked, options.samples())
                : weak.client()
                        .stream(asked.withOptions(asked.options().withLogprobs(alternatives(asked.options()))))
                        .map(Event.WeakPart::new);
        return lane.concatWith(Mono.fromSupplier(Event.WeakDone::new))
                .onErrorResume(InferenceFailure.class, failure -> Mono.just(new Event.WeakFailed(failure)));
    }

    private int alternatives(AnswerOptions wishes) {
        Integer wanted = wishes.logprobs();
        return Math.max(wanted == null ? 0 : wanted, options.by() == Confidence.MARGIN ? 2 : 0);
    }

    private Flux<Event> strongLane(ChatRequest request) {
        return strong.client()
                .stream(request.withModel(strong.name()).withBody(null))
                .<Event>map(Event.StrongPart::new)
                .onErrorResume(InferenceFailure.class, failure -> Mono.just(new Event.StrongFailed(failure)));
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return strong.client().countTokens(request.withModel(strong.name()));
    }
}
