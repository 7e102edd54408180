package dev.drover.gateway.provider;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.policy.Model;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A model behind deployments. A request goes to the lowest tier first, within a tier by weight, and on to the next
 * deployment when one could not begin. When all have failed it waits and goes round once more: as long as the provider
 * says, up to five seconds, else for a random time that doubles. Whatever fails after the first part is not tried again.
 */
public final class RemoteModel implements ModelClient, EmbeddingClient {

    private static final int ROUNDS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final IntervalFunction BACK_OFF = IntervalFunction.ofExponentialRandomBackoff(200, 2.0, 0.5);

    private final String name;
    private final List<Attempt> attempts;
    private final RetryBudget budget = new RetryBudget();
    private final Retry retry;

    private record Attempt(Model.Deployment deployment, ModelClient client, CircuitBreaker breaker) {

        String modelFor(String asked) {
            return deployment.modelFor(asked);
        }
    }

    /**
     * Creates a client.
     *
     * @param name the model's name
     * @param endpoints at least one
     * @param breakers where circuit breakers are kept, so that a deployment keeps its own across changes of policy
     */
    public RemoteModel(String name, List<Endpoint> endpoints, CircuitBreakerRegistry breakers) {
        this.name = name;
        this.attempts = endpoints.stream().map(endpoint -> attempt(endpoint, breakers)).toList();
        this.retry = Retry.of(name,
                RetryConfig.<Object>custom()
                        .maxAttempts(ROUNDS)
                        .retryOnException(failure -> worthWaiting(failure) && budget.retry())
                        .intervalBiFunction(
                                (round, outcome) -> outcome.fold(failure -> wait(round, failure), value -> 0L))
                        .build());
    }

    private static Attempt attempt(Endpoint endpoint, CircuitBreakerRegistry breakers) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(10))
                .permittedNumberOfCallsInHalfOpenState(2)
                .ignoreException(failure -> failure instanceof InferenceFailure.Rejected
                        || failure instanceof InferenceFailure.Cancelled)
                .build();
        return new Attempt(endpoint.deployment(),
                BuiltInProviders.named(endpoint.deployment().provider()).client(endpoint),
                breakers.circuitBreaker(endpoint.deployment().url() + " " + endpoint.deployment().model(), config));
    }

    /** The provider of its first deployment. */
    public String provider() {
        return attempts.getFirst().deployment().provider();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return tried(attempt -> attempt.client().stream(request.withModel(attempt.modelFor(request.model()))));
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return tried(
                attempt -> attempt.client().countTokens(request.withModel(attempt.modelFor(request.model()))).flux())
                .single();
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return tried(attempt -> attempt.client() instanceof EmbeddingClient embedder
                ? embedder.embed(request.withModel(attempt.modelFor(request.model()))).flux()
                : Flux.<EmbeddingAnswer>error(new InferenceFailure.Rejected(400, Provider.UNSUPPORTED, "model",
                        "model: " + request.model()
                                + " makes no embeddings (expected: a model of a provider that does, " + "not of "
                                + attempt.deployment().provider() + ")")))
                .single();
    }

    private <T> Flux<T> tried(Function<Attempt, Flux<T>> call) {
        return Flux.defer(() -> {
            budget.request();
            return Flux.defer(() -> round(order(), 0, call)).transformDeferred(RetryOperator.of(retry));
        });
    }

    private <T> Flux<T> round(List<Attempt> order, int index, Function<Attempt, Flux<T>> call) {
        Attempt attempt = order.get(index);
        Flux<T> answer = call.apply(attempt)
                .transformDeferred(CircuitBreakerOperator.of(attempt.breaker()))
                .onErrorMap(CallNotPermittedException.class,
                        resting -> new InferenceFailure.Unavailable("upstream_resting",
                                "model " + name + ": " + attempt.deployment().url().getHost()
                                        + " failed too often and is left alone for a while; try again later",
                                resting));
        return index + 1 == order.size() ? answer
                : answer.onErrorResume(RemoteModel::couldNotBegin, failure -> round(order, index + 1, call));
    }

    /** The deployments in the order in which this request tries them. */
    private List<Attempt> order() {
        if (attempts.size() == 1) {
            return attempts;
        }
        List<Attempt> order = new ArrayList<>();
        IntStream tiers = attempts.stream().mapToInt(attempt -> attempt.deployment().tier()).distinct().sorted();
        tiers.forEach(tier -> attempts.stream()
                .filter(attempt -> attempt.deployment().tier() == tier)
                .map(attempt -> new Drawn(attempt, drawn(attempt.deployment().weight())))
                .sorted(Comparator.comparingDouble(Drawn::value))
                .forEach(drawn -> order.add(drawn.attempt())));
        return order;
    }

    private record Drawn(Attempt attempt, double value) {}

    /** Exponentially distributed with the weight as its rate: the smallest is each one's with the share of its weight. */
    private static double drawn(int weight) {
        return -Math.log(1 - ThreadLocalRandom.current().nextDouble()) / weight;
    }

    private static boolean couldNotBegin(Throwable failure) {
        return failure instanceof InferenceFailure.Unavailable || failure instanceof InferenceFailure.Overloaded
                || (failure instanceof InferenceFailure.Rejected refused
                        && refused.code().equals(Provider.UNSUPPORTED));
    }

    private static boolean worthWaiting(Throwable failure) {
        return failure instanceof InferenceFailure.Overloaded full ? full.retryAfter().compareTo(LONGEST_WAIT) <= 0
                : failure instanceof InferenceFailure.Unavailable away && !away.code().equals("upstream_resting");
    }

    private static long wait(int round, Throwable failure) {
        return failure instanceof InferenceFailure.Overloaded full && !full.retryAfter().isZero()
                ? full.retryAfter().toMillis()
                : BACK_OFF.apply(round);
    }
}
