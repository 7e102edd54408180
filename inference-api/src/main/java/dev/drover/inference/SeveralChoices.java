package dev.drover.inference;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives a model that answers once as many choices as a request wants: it asks as often, up to four times at once, with a
 * seed of its own for each choice, and counts a prompt's tokens once. Of a request to continue texts each message is a
 * prompt of its own: the choices of the first come first.
 */
public final class SeveralChoices implements ModelClient {

    private static final int AT_ONCE = 4;

    private final ModelClient client;

    /**
     * Creates one.
     *
     * @param client who is asked, always for a single choice
     */
    public SeveralChoices(ModelClient client) {
        this.client = client;
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        int each = request.options().choices();
        int all = request.verbatim() ? each * request.messages().size() : each;
        if (all == 1) {
            return client.stream(request);
        }
        return Flux.defer(() -> {
            AtomicReference<@Nullable Usage> used = new AtomicReference<>();
            return Flux.range(0, all)
                    .flatMap(choice -> client.stream(one(request, choice)).map(part -> moved(part, choice, each)),
                            AT_ONCE, 1)
                    .filter(part -> !(part instanceof Usage usage && add(used, usage)))
                    .concatWith(Mono.fromSupplier(used::get));
        });
    }

    @Override
    public InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        return client.refusal(request);
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return client.countTokens(request);
    }

    private static boolean add(AtomicReference<@Nullable Usage> used, Usage usage) {
        used.updateAndGet(before -> before == null ? usage : before.plus(usage));
        return true;
    }

    private static ChatRequest one(ChatRequest request, int choice) {
        int each = request.options().choices();
        Long seed = request.sampling().seed();
        ChatRequest single = request.verbatim() ? request.withMessages(List.of(request.messages().get(choice / each)))
                : request.withBody(null);
        return single.withOptions(request.options().withChoices(1))
                .withSampling(request.sampling().withSeed(seed == null ? null : Long.valueOf(seed + choice % each)));
    }

    private static AnswerPart moved(AnswerPart part, int choice, int each) {
        return switch (part) {
            case AnswerPart.Begin begin -> new AnswerPart.Begin(choice, begin.model());
            case AnswerPart.Text text -> new AnswerPart.Text(choice, text.text());
            case AnswerPart.Reasoning thought -> new AnswerPart.Reasoning(choice, thought.text(), thought.signature());
            case AnswerPart.Refusal refusal -> new AnswerPart.Refusal(choice, refusal.text());
            case AnswerPart.ToolCallDelta call ->
                new AnswerPart.ToolCallDelta(choice, call.call(), call.id(), call.name(), call.arguments());
            case AnswerPart.Logprobs logprobs -> new AnswerPart.Logprobs(choice, logprobs.json());
            case AnswerPart.Finish finish -> new AnswerPart.Finish(choice, finish.reason(), finish.stop());
            case AnswerPart.Facts facts -> facts;
            case AnswerPart.Frame frame -> frame;
            case Usage usage -> choice % each == 0 ? usage : usage.withoutPrompt();
        };
    }
}
