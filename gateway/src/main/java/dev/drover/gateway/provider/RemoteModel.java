package dev.drover.gateway.provider;

import dev.drover.gateway.provider.UpstreamCall.Why;
import dev.drover.gateway.provider.balance.Balancer;
import dev.drover.gateway.provider.balance.BuiltInBalancers;
import dev.drover.gateway.provider.balance.Demand;
import dev.drover.gateway.provider.balance.Seat;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.policy.Hedge;
import dev.drover.policy.Model;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A model behind deployments. A request goes to the lowest tier first, within a tier as its balancer says, to those that
 * are left alone or asked for patience last, and on to the next deployment when one could not begin. When all have failed
 * it waits and goes round once more: as long as the provider says, up to five seconds, else for a random time that
 * doubles. Whatever fails after the first part is not tried again.
 *
 * <p>
 * Under a hedge the next deployment is also asked when the first has not begun after a while; whoever begins first
 * answers, and the other is cancelled. A hedge takes a retry out of the budget.
 */
public final class RemoteModel implements ModelClient, EmbeddingClient {

    /** The code of the failure of who took too long: waiting as long once more would help nobody. */
    private static final String TIMEOUT = "upstream_timeout";
    private static final int ROUNDS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final IntervalFunction BACK_OFF = IntervalFunction.ofExponentialRandomBackoff(200, 2.0, 0.5);

    private final String name;
    private final Deployments deployments;
    private final List<Attempt> attempts;
    private final Map<String, Attempt> bySeat;
    private final List<Balancer> tiers;
    private final RetryBudget budget = new RetryBudget();
    private final @Nullable Hedging hedging;
    private final Retry retry;

    private record Attempt(Model.Deployment deployment, ModelClient client, Guard guard) {

        String modelFor(String asked) {
            return deployment.modelFor(asked);
        }

        Seat seat() {
            return new Seat(guard.name(), deployment.weight(), guard.load());
        }
    }

    /**
     * What is asked of one deployment after the other.
     *
     * @param operation by the conventions' name
     * @param model the name it is asked of
     * @param chat what is asked; null where it is no conversation
     * @param demand as balancers see it
     * @param call asks one of them
     */
    private record Wish<T>(String operation, String model, @Nullable ChatRequest chat, Demand demand,
            Function<Attempt, Flux<T>> call) {

        UpstreamCall to(Attempt attempt, String name, Why why) {
            return new UpstreamCall(name, attempt.deployment(), attempt.modelFor(model), operation, why, chat);
        }
    }

    /**
     * Creates a client.
     *
     * @param name the model's name
     * @param remote what the document says of it
     * @param endpoints of its deployments
     * @param deployments where guards are kept, so that a deployment keeps its own across changes of policy
     */
    public RemoteModel(String name, Model.Remote remote, List<Endpoint> endpoints, Deployments deployments) {
        this.name = name;
        this.deployments = deployments;
        this.bySeat = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            Guard guard = deployments.guard(endpoint.deployment(), remote.breaker());
            bySeat.putIfAbsent(guard.name(), new Attempt(endpoint.deployment(),
                    BuiltInProviders.named(endpoint.deployment().provider()).client(endpoint), guard));
        }
        this.attempts = List.copyOf(bySeat.values());
        Map<Integer, List<Seat>> seats = new TreeMap<>();
        attempts.forEach(attempt -> seats.computeIfAbsent(attempt.deployment().tier(), tier -> new ArrayList<>())
                .add(attempt.seat()));
        this.tiers = seats.values().stream().map(tier -> BuiltInBalancers.create(remote.balance(), tier)).toList();
        Hedge hedge = remote.hedge();
        this.hedging = hedge == null ? null : new Hedging(hedge);
        this.retry = Retry.of(name,
                RetryConfig.<Object>custom()
                        .maxAttempts(ROUNDS)
                        .retryOnException(failure -> worthWaiting(failure) && budget.retry())
                        .intervalBiFunction(
                                (round, outcome) -> outcome.fold(failure -> wait(round, failure), value -> 0L))
                        .build());
    }

    /** The provider of its first deployment. */
    public String provider() {
        return attempts.getFirst().deployment().provider();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return tried(new Wish<>("chat", request.model(), request, Demand.of(request),
                attempt -> attempt.client().stream(request.withModel(attempt.modelFor(request.model())))));
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return tried(new Wish<>("count_tokens", request.model(), null, Demand.of(request),
                attempt -> attempt.client().countTokens(request.withModel(attempt.modelFor(request.model()))).flux()))
                .single();
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return tried(new Wish<>("embeddings", request.model(), null, Demand.of(request),
                attempt -> attempt.client() instanceof EmbeddingClient embedder
                        ? embedder.embed(request.withModel(attempt.modelFor(request.model()))).flux()
                        : Flux.<EmbeddingAnswer>error(new InferenceFailure.Rejected(400, Provider.UNSUPPORTED, "model",
                                "model: " + request.model()
                                        + " makes no embeddings (expected: a model of a provider that does, not of "
                                        + attempt.deployment().provider() + ")"))))
                .single();
    }

    private <T> Flux<T> tried(Wish<T> wish) {
        return Flux.defer(() -> {
            budget.request();
            AtomicInteger rounds = new AtomicInteger();
            return Flux.defer(
                    () -> round(order(wish.demand()), wish, rounds.getAndIncrement() == 0 ? Why.FIRST : Why.RETRY))
                    .transformDeferred(RetryOperator.of(retry));
        });
    }

    /** Asks one deployment after the other, the second early when the first is slow and hedging is wanted. */
    private <T> Flux<T> round(List<Attempt> order, Wish<T> wish, Why why) {
        Flux<T> answer = asked(order.getFirst(), wish, why);
        List<Attempt> others = order.subList(1, order.size());
        Hedging hedge = hedging;
        if (hedge != null && others.size() + 1 == attempts.size()) {
            answer = noting(hedge, answer);
            Duration after = hedge.after();
            if (after != null && !others.isEmpty()) {
                return hedged(answer, after, then -> round(others, wish, then));
            }
        }
        return others.isEmpty() ? answer
                : answer.onErrorResume(RemoteModel::couldNotBegin, failure -> round(others, wish, Why.FAIL_OVER)
                        .onErrorMap(RemoteModel::couldNotBegin, later -> telling(failure, later)));
    }

    /** Asks one deployment, as far as its guard lets it. */
    private <T> Flux<T> asked(Attempt attempt, Wish<T> wish, Why why) {
        UpstreamCall call = wish.to(attempt, name, why);
        CallWatch watch = deployments.watch();
        Flux<T> watched = watch.watched(call, Flux.defer(() -> wish.call().apply(attempt)));
        Flux<T> guarded = attempt.guard().guarded("model " + name + ": " + call.host(), wish.demand(), watched);
        return Flux.deferContextual(context -> guarded.doOnError(failure -> {
            if (Guard.refuses(failure)) {
                watch.refused(call, context, failure);
            }
        }));
    }

    private static <T> Flux<T> noting(Hedging hedge, Flux<T> answer) {
        return Flux.defer(() -> {
            long began = System.nanoTime();
            boolean[] first = {true};
            return answer.doOnNext(part -> {
                if (first[0]) {
                    first[0] = false;
                    hedge.began(Duration.ofNanos(System.nanoTime() - began));
                }
            });
        });
    }

    private <T> Flux<T> hedged(Flux<T> first, Duration after, Function<Why, Flux<T>> others) {
        return Flux.defer(() -> {
            Sinks.One<Throwable> failed = Sinks.one();
            Mono<Why> elsewhere = failed.asMono()
                    .flatMap(failure -> couldNotBegin(failure) ? Mono.just(Why.FAIL_OVER) : Mono.error(failure));
            Mono<Why> late = Mono.delay(after)
                    .flatMap(tick -> budget.retry() ? Mono.just(Why.HEDGE) : Mono.<Why>never());
            return Flux.firstWithValue(first.doOnError(failed::tryEmitValue),
                    Mono.firstWithSignal(elsewhere, late).flatMapMany(others));
        }).onErrorMap(NoSuchElementException.class, RemoteModel::both);
    }

    /** What to tell when first and second deployment have failed. */
    private static Throwable both(Throwable none) {
        List<Throwable> failures = Exceptions.unwrapMultiple(none.getCause());
        return failures.stream().reduce(RemoteModel::telling).orElse(none);
    }

    /** The one of two failures that tells more: how long to wait before anything else, a rest after all. */
    private static Throwable telling(Throwable first, Throwable later) {
        boolean firstTells = first instanceof InferenceFailure.Overloaded full
                && !(later instanceof InferenceFailure.Overloaded other
                        && other.retryAfter().compareTo(full.retryAfter()) <= 0);
        return firstTells || isRest(later) ? first : later;
    }

    private static boolean isRest(Throwable failure) {
        return failure instanceof InferenceFailure.Unavailable away && away.code().equals(Guard.RESTING);
    }

    /** The deployments in the order in which this request tries them. */
    private List<Attempt> order(Demand demand) {
        if (attempts.size() == 1) {
            return attempts;
        }
        Map<Boolean, List<Attempt>> resting = tiers.stream()
                .flatMap(tier -> tier.order(demand).stream())
                .map(seat -> Objects.requireNonNull(bySeat.get(seat.name())))
                .collect(Collectors.partitioningBy(attempt -> attempt.guard().rests()));
        List<Attempt> order = new ArrayList<>(Objects.requireNonNull(resting.get(false)));
        order.addAll(Objects.requireNonNull(resting.get(true)));
        return order;
    }

    private static boolean couldNotBegin(Throwable failure) {
        return failure instanceof InferenceFailure.Unavailable || failure instanceof InferenceFailure.Overloaded
                || (failure instanceof InferenceFailure.Rejected refused
                        && refused.code().equals(Provider.UNSUPPORTED));
    }

    private static boolean worthWaiting(Throwable failure) {
        return failure instanceof InferenceFailure.Overloaded full ? full.retryAfter().compareTo(LONGEST_WAIT) <= 0
                : failure instanceof InferenceFailure.Unavailable away && !isRest(away) && !away.code().equals(TIMEOUT);
    }

    private static long wait(int round, Throwable failure) {
        return failure instanceof InferenceFailure.Overloaded full && !full.retryAfter().isZero()
                ? full.retryAfter().toMillis()
                : BACK_OFF.apply(round);
    }
}
