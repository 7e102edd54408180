package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tenant;
import dev.drover.inference.Usage;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.Penalties;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A model client over a decoding method: this is where Reactor begins. Each subscription runs its token loop on a
 * virtual thread of its own; cancelling interrupts that thread, and a subscriber that asks for no more makes it wait.
 */
public final class Generation implements ModelClient {

    /** As good as without limit, and far enough from what a semaphore can hold. */
    private static final int MOST_DEMAND = Integer.MAX_VALUE / 4;

    private static final int MOST_ALTERNATIVES = 20;

    private final TokenModel model;
    private final String name;
    private final DecodingMethod method;
    private final AnswerRules rules;

    /**
     * Creates a client.
     *
     * @param name the name the answer carries
     * @param model whose template, vocabulary, context and sampling defaults hold
     * @param method how tokens are found
     */
    public Generation(String name, TokenModel model, DecodingMethod method) {
        this.name = name;
        this.model = model;
        this.method = method;
        this.rules = new AnswerRules(model.vocabulary(), model.toolForm());
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.create(sink -> start(request, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private void start(ChatRequest request, FluxSink<AnswerPart> sink) {
        Semaphore demand = new Semaphore(0);
        sink.onRequest(
                count -> demand.release((int) Math.min(count, Math.max(0, MOST_DEMAND - demand.availablePermits()))));
        Thread thread = Thread.ofVirtual()
                .name("generation-" + name)
                .unstarted(() -> Tenant.of(sink.contextView()).run(() -> run(request, sink, demand)));
        sink.onDispose(thread::interrupt);
        thread.start();
    }

    /** The boundary between the blocking loop and the stream: whatever ends the loop ends the stream. */
    private void run(ChatRequest request, FluxSink<AnswerPart> sink, Semaphore demand) {
        try {
            answer(request, new Outlet(sink, demand));
            sink.complete();
        } catch (InferenceFailure failure) {
            sink.error(failure);
        } catch (InterruptedException interrupted) {
            sink.error(new InferenceFailure.Cancelled());
        } catch (RuntimeException | Error failure) {
            sink.error(new InferenceFailure.Broken("internal_error",
                    "model " + name + " failed: " + failure.getClass().getSimpleName() + "; see the log", failure));
        }
    }

    private void answer(ChatRequest request, Outlet outlet) throws InterruptedException {
        InferenceFailure.Rejected refusal = refusal(request);
        if (refusal != null) {
            throw refusal;
        }
        int[] prompt = prompt(request);
        int room = room(request, prompt.length);
        Sampling sampling = request.sampling().or(model.defaults());
        Shaping shaping = read(() -> Shaping.of(sampling));
        Adjustment adjustment = read(() -> penalties(sampling)).then(rules.of(request));
        long seed = sampling.seed() != null ? sampling.seed() : ThreadLocalRandom.current().nextLong();
        Answer answer = new Answer(request, rules.vocabulary(request), model.toolForm());
        int cached;
        try (TokenSource source = method.about(request)
                .start(prompt, room, shaping, adjustment, new SplittableRandom(seed))) {
            outlet.put(new AnswerPart.Begin(0, name));
            while (!answer.ended() && answer.tokens() < room) {
                for (int token : source.next(room - answer.tokens())) {
                    answer.add(token, source.logits());
                    if (answer.ended()) {
                        break;
                    }
                }
                outlet.putAll(answer.take());
            }
            outlet.putAll(answer.finish());
            outlet.put(new AnswerPart.Facts(source.facts()));
            cached = source.cachedTokens();
        }
        outlet.put(answer.end());
        outlet.put(new Usage(prompt.length, answer.tokens(), cached));
    }

    @Override
    public InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        Integer alternatives = request.options().logprobs();
        if (alternatives != null && !method.tellsLogits()) {
            return rejected("logprobs", "true", "false, as " + name
                    + " does not tell how likely its tokens are: a cascade's come of two models; ask one of them");
        }
        if (alternatives != null && alternatives > MOST_ALTERNATIVES) {
            return rejected("top_logprobs", alternatives, "at most " + MOST_ALTERNATIVES);
        }
        if (model.toolForm() != null) {
            return null;
        }
        String noTools = "none, for model " + name
                + ", whose template has no place for tools; choose a model that was trained to call them";
        for (int i = 0; i < request.messages().size(); i++) {
            if (!request.messages().get(i).toolCalls().isEmpty()) {
                return new InferenceFailure.Rejected(400, "invalid_value", "messages",
                        "messages[" + i + "].tool_calls: given (expected: " + noTools + ")");
            }
        }
        return request.options().tools().wanted()
                ? rejected("tools", "a list of " + request.options().tools().tools().size(), noTools)
                : null;
    }

    private static InferenceFailure.Rejected rejected(String field, Object given, String expected) {
        return new InferenceFailure.Rejected(400, "invalid_value", field,
                field + ": " + given + " (expected: " + expected + ")");
    }

    private int[] prompt(ChatRequest request) {
        return request.verbatim()
                ? model.prompt(request.messages().stream().map(Message::content).collect(Collectors.joining()))
                : model.prompt(request.messages(), request.options().tools());
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return Mono.fromSupplier(() -> prompt(request).length).subscribeOn(Schedulers.boundedElastic());
    }

    private int room(ChatRequest request, int promptLength) {
        if (promptLength == 0) {
            throw new InferenceFailure.Rejected(400, "invalid_value", "messages",
                    "messages: no tokens (expected: some text, as model " + name + " begins with nothing of its own)");
        }
        int free = model.contextLength() - promptLength;
        if (free < 1) {
            throw new InferenceFailure.Rejected(400, "context_length_exceeded", "messages",
                    "messages: " + promptLength + " tokens (expected: at most " + (model.contextLength() - 1)
                            + " for model " + name
                            + "); shorten the conversation or choose a model with a longer context");
        }
        @Nullable
        Integer limit = request.maxTokens();
        if (limit != null && limit < 1) {
            throw new InferenceFailure.Rejected(400, "invalid_value", "max_tokens",
                    "max_tokens: " + limit + " (expected: at least 1)");
        }
        return limit == null ? free : Math.min(limit, free);
    }

    private Penalties penalties(Sampling sampling) {
        Penalties penalties = Penalties.of(sampling);
        penalties.check(model.vocabulary().size());
        return penalties;
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException invalid) {
            String message = String.valueOf(invalid.getMessage());
            String field = message.substring(0, Math.max(0, message.indexOf(':')));
            throw new InferenceFailure.Rejected(400, "invalid_value", field, message);
        }
    }

    /** Hands parts on as they are asked for. */
    private record Outlet(FluxSink<AnswerPart> sink, Semaphore demand) {

        void put(AnswerPart part) throws InterruptedException {
            demand.acquire();
            sink.next(part);
        }

        void putAll(List<AnswerPart> parts) throws InterruptedException {
            for (AnswerPart part : parts) {
                put(part);
            }
        }
    }
}
