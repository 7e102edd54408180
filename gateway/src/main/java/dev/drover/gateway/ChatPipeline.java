package dev.drover.gateway;

import dev.drover.gateway.access.Caller;
import dev.drover.gateway.access.Gate;
import dev.drover.gateway.cache.AnswerCache;
import dev.drover.gateway.cache.AnswerKey;
import dev.drover.gateway.cache.Asked;
import dev.drover.gateway.cache.Reuse;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Roster;
import dev.drover.gateway.roster.Route;
import dev.drover.gateway.roster.Selection;
import dev.drover.gateway.telemetry.Telemetry;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.policy.Model;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The path of a request, top to bottom: admit, select, recall, route, answer, charge.
 *
 * @param gate who may ask
 * @param roster who can answer, under the policies in force
 * @param answers answers to identical requests
 * @param decisions what is decided, and why
 * @param telemetry what is measured
 */
public record ChatPipeline(Gate gate, Supplier<Roster> roster, AnswerCache answers, Decisions decisions,
        Telemetry telemetry) {

    /**
     * An answer on its way.
     *
     * @param decision what is decided for it, filling while it runs
     * @param parts the answer; nothing happens before it is subscribed to
     * @param keepAlive how often a waiting client is told that its stream lives
     */
    public record Answer(Decision decision, Flux<AnswerPart> parts, Duration keepAlive) {}

    /** Lets a caller in, by the headers {@code Host} and {@code Authorization}. */
    public Caller admit(@Nullable String host, @Nullable String authorization) {
        return gate.admit(host, authorization);
    }

    /**
     * Answers a caller's request.
     *
     * @param fresh whether an answer made earlier is unwanted
     */
    public Answer answer(Caller caller, ChatCall call, boolean fresh) {
        Decision decision = decisions.begin(caller.name(), caller.team(), call.request().model());
        decision.stream(call.stream());
        try {
            Selection selection = select(caller, call.request().model(), decision);
            Flux<AnswerPart> parts = recall(selection, caller, call, fresh, decision,
                    Flux.defer(() -> answer(selection, route(selection, call, decision), call, decision)));
            Flux<AnswerPart> charged = charge(parts, selection, decision);
            return new Answer(decision, charged.contextWrite(caller.tenant(selection.share())::in),
                    selection.keepAlive());
        } catch (InferenceFailure refused) {
            return new Answer(decision, telemetry.settled(decision, null, Flux.error(refused)),
                    Model.Clocks.STANDARD.keepAlive());
        }
    }

    private Selection select(Caller caller, String model, Decision decision) {
        Selection selection = roster.get().select(model, caller.team());
        decision.governed(selection.policyName(), selection.version());
        return selection;
    }

    private Flux<AnswerPart> recall(Selection selection, Caller caller, ChatCall call, boolean fresh, Decision decision,
            Flux<AnswerPart> made) {
        String policy = selection.policyName();
        Reuse reuse = fresh || policy == null ? Reuse.NONE : selection.reuse(call);
        if (policy == null || reuse.isNone()) {
            return made;
        }
        AnswerKey key = AnswerKey.of(policy, selection.version(), caller.team(), call.request());
        return answers.answer(new Asked(key, call.stream(), call.includeUsage(), reuse, decision::cache), made,
                Flux.defer(() -> refreshed(selection, caller, call)));
    }

    /** Makes an answer for nobody, under a decision of its own. */
    private Flux<AnswerPart> refreshed(Selection selection, Caller caller, ChatCall call) {
        Decision decision = decisions.begin(caller.name(), caller.team(), call.request().model());
        decision.governed(selection.policyName(), selection.version());
        decision.facts(Map.of("refreshes", "a stale answer"));
        return charge(answer(selection, route(selection, call, decision), call, decision), selection, decision);
    }

    private static Route route(Selection selection, ChatCall call, Decision decision) {
        Route route = selection.route(call);
        decision.routed(route.candidates().getFirst().name(), route.reasons());
        decision.facts(route.facts());
        return route;
    }

    private Flux<AnswerPart> answer(Selection selection, Route route, ChatCall call, Decision decision) {
        return answer(selection, route.candidates(), Set.of(), call, decision);
    }

    /** Asks the first of those who are left, and the next when it could not begin; nobody is asked twice. */
    private Flux<AnswerPart> answer(Selection selection, List<Answerer> left, Set<String> asked, ChatCall call,
            Decision decision) {
        Answerer chosen = left.getFirst();
        boolean byName = selection.policy() == null && asked.isEmpty();
        ChatRequest request = byName ? call.request() : call.request().withModel(chosen.name());
        AtomicBoolean begun = new AtomicBoolean();
        return telemetry.observed(chosen, "chat", request, chosen.client().stream(request))
                .doOnNext(part -> begun.setPlain(true))
                .onErrorResume(InferenceFailure.class, failure -> {
                    Set<String> tried = new HashSet<>(asked);
                    tried.add(chosen.name());
                    List<Answerer> next = selection.after(chosen, failure, left.subList(1, left.size()), call)
                            .stream()
                            .filter(one -> !tried.contains(one.name()))
                            .toList();
                    if (begun.getPlain() || next.isEmpty()) {
                        return Flux.error(failure);
                    }
                    decision.answeredBy(next.getFirst().name(), chosen.name() + " could not begin: " + failure.code());
                    return answer(selection, next, tried, call, decision);
                });
    }

    private Flux<AnswerPart> charge(Flux<AnswerPart> parts, Selection selection, Decision decision) {
        return telemetry.settled(decision, selection, parts);
    }

    /**
     * Embeddings on their way.
     *
     * @param decision what is decided for them
     * @param made the embeddings; nothing happens before they are subscribed to
     */
    public record Embedding(Decision decision, Mono<EmbeddingAnswer> made) {}

    /**
     * Makes embeddings. Those of different models do not compare: of a policy's candidates the first that makes any is
     * asked, and no other.
     */
    public Embedding embed(Caller caller, EmbeddingRequest request) {
        Decision decision = decisions.begin(caller.name(), caller.team(), request.model());
        try {
            Selection selection = select(caller, request.model(), decision);
            Answerer chosen = selection.embedder();
            decision.routed(chosen.name(), List.of("makes embeddings"));
            EmbeddingRequest named = decision.policy() == null ? request : request.withModel(chosen.name());
            AtomicReference<@Nullable EmbeddingAnswer> made = new AtomicReference<>();
            Flux<AnswerPart> parts = Flux.defer(() -> ((EmbeddingClient) chosen.client()).embed(named).map(answer -> {
                made.set(answer);
                return answer.usage();
            }));
            return new Embedding(decision,
                    charge(telemetry.observed(chosen, "embeddings", null, parts), selection, decision)
                            .then(Mono.fromSupplier(made::get)));
        } catch (InferenceFailure refused) {
            return new Embedding(decision, telemetry.settled(decision, null, Flux.error(refused)).then(Mono.empty()));
        }
    }

    /** Counts the tokens of a request's prompt, for the first of its candidates that can. */
    public Mono<Integer> countTokens(Caller caller, ChatRequest request) {
        return Mono.defer(() -> {
            Selection selection = roster.get().select(request.model(), caller.team());
            Mono<Integer> count = Mono.empty();
            for (Answerer one : selection.candidates().reversed()) {
                Mono<Integer> rest = count;
                ChatRequest named = selection.policy() == null ? request : request.withModel(one.name());
                count = one.client()
                        .countTokens(named)
                        .onErrorResume(InferenceFailure.Rejected.class,
                                refused -> rest.switchIfEmpty(Mono.error(refused)));
            }
            return count;
        });
    }
}
