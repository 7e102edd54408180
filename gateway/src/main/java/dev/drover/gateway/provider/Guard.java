package dev.drover.gateway.provider;

import dev.drover.gateway.provider.balance.Demand;
import dev.drover.gateway.provider.balance.Load;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Overloaded;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.policy.Breaker;
import dev.drover.policy.Limits;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What stands between requests and one deployment: its rate, how many it runs at once, its circuit breaker, and what is
 * known of its load. What is refused here never reached the deployment, so neither counts as its failure. Safe for use by
 * many threads.
 *
 * @param name the same in every process that has the same documents
 * @param settings of the breaker
 * @param limits of the deployment
 * @param breaker opens when calls fail
 * @param bulkhead how many run at once
 * @param rate how many may begin in a minute; null for any number
 * @param load how busy it is
 * @param restsUntil the time of {@link System#nanoTime} up to which others are asked first
 */
record Guard(String name, Breaker settings, Limits limits, CircuitBreaker breaker, Bulkhead bulkhead,
        @Nullable RateLimiter rate, Load load, AtomicLong restsUntil) {

    /** The code of the failure of a deployment whose breaker is open. */
    static final String RESTING = "upstream_resting";

    private static final String FULL_CODE = "upstream_full";
    private static final String RATE_CODE = "upstream_rate_limited";
    private static final Set<String> REFUSALS = Set.of(RESTING, FULL_CODE, RATE_CODE);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final Duration FULL = Duration.ofSeconds(1);

    /**
     * A call to the deployment.
     *
     * @param what the model and the deployment, for messages
     * @param demand what the call demands
     */
    <T> Flux<T> guarded(String what, Demand demand, Flux<T> call) {
        Flux<T> guarded = noted(demand, call).transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(BulkheadOperator.of(bulkhead));
        RateLimiter limiter = rate;
        return (limiter == null ? guarded : guarded.transformDeferred(RateLimiterOperator.of(limiter)))
                .onErrorMap(failure -> told(what, failure));
    }

    private <T> Flux<T> noted(Demand demand, Flux<T> call) {
        return Flux.defer(() -> {
            long began = System.nanoTime();
            boolean[] first = {true};
            load.begin(demand.tokens());
            return call.doOnNext(part -> {
                if (first[0]) {
                    first[0] = false;
                    load.began(Duration.ofNanos(System.nanoTime() - began));
                }
            }).doOnError(failure -> {
                if (!(failure instanceof InferenceFailure.Rejected)) {
                    load.failed(Duration.ofNanos(System.nanoTime() - began));
                }
                if (failure instanceof Overloaded full) {
                    rest(full.retryAfter());
                }
            }).doFinally(signal -> load.end(demand.tokens()));
        });
    }

    /** Others are asked first for a while, of which no more than a minute counts. */
    void rest(Duration time) {
        long until = System.nanoTime() + Math.min(time.toNanos(), LONGEST_REST.toNanos());
        restsUntil.accumulateAndGet(until, (before, now) -> before - now > 0 ? before : now);
    }

    /** Whether others are asked first. */
    boolean rests() {
        return System.nanoTime() - restsUntil.get() < 0;
    }

    /** Whether a failure is a guard's own: the deployment was not asked. */
    static boolean refuses(Throwable failure) {
        return failure instanceof InferenceFailure known && REFUSALS.contains(known.code());
    }

    private Throwable told(String what, Throwable failure) {
        return switch (failure) {
            case CallNotPermittedException open -> new Unavailable(RESTING,
                    what + " failed too often and is left alone for a while; try again later", open);
            case BulkheadFullException full -> new Overloaded(503, FULL_CODE, FULL,
                    what + " runs " + limits.concurrent() + " requests (concurrent); try again shortly");
            case RequestNotPermitted over -> new Overloaded(429, RATE_CODE, untilPermitted(), what + " was asked "
                    + limits.perMinute() + " times in this minute (perMinute); try again when it is over");
            default -> failure;
        };
    }

    private Duration untilPermitted() {
        RateLimiter limiter = rate;
        return limiter instanceof AtomicRateLimiter exact
                ? Duration.ofNanos(exact.getDetailedMetrics().getNanosToWait())
                : FULL;
    }
}
