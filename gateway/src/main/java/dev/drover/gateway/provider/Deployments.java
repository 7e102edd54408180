package dev.drover.gateway.provider;

import dev.drover.gateway.provider.balance.Load;
import dev.drover.inference.InferenceFailure;
import dev.drover.policy.Breaker;
import dev.drover.policy.Limits;
import dev.drover.policy.Model;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of deployments while policies come and go: breakers, limits and loads. A deployment keeps its own as long
 * as the documents say the same of it. Safe for use by many threads.
 */
public final class Deployments {

    private final CircuitBreakerRegistry breakers;
    private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    private final RateLimiterRegistry rates = RateLimiterRegistry.ofDefaults();
    private final Map<String, Guard> guards = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, Duration> opened = (name, rest) -> {
        // nobody wants to know
    };

    private volatile CallWatch watch = CallWatch.NONE;

    /** Keeps breakers in a registry. */
    public Deployments(CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    /** How many requests each deployment runs, for metrics. */
    public BulkheadRegistry bulkheads() {
        return bulkheads;
    }

    /** The rates of deployments, for metrics. */
    public RateLimiterRegistry rates() {
        return rates;
    }

    /** Has somebody told which breaker opens, and for how long. */
    public void onOpened(BiConsumer<String, Duration> listener) {
        opened = listener;
    }

    /** Has every call to a deployment watched from now on. */
    public void watchedBy(CallWatch watcher) {
        watch = watcher;
    }

    /** Who watches calls. */
    CallWatch watch() {
        return watch;
    }

    /** Another process says that a deployment fails: others are asked first for a while, and it is tried when they fail. */
    public void warned(String name, Duration rest) {
        Optional.ofNullable(guards.get(name)).ifPresent(guard -> guard.rest(rest));
    }

    /** The guard of a deployment; a new one when the documents say something else than before. */
    Guard guard(Model.Deployment deployment, Breaker settings) {
        String key = deployment.key() == null ? "" : " " + deployment.key();
        String name = deployment.url() + " " + deployment.model() + key;
        return guards.compute(name,
                (same, before) -> before != null && before.settings().equals(settings)
                        && before.limits().equals(deployment.limits()) ? before
                                : guard(name, settings, deployment.limits(), before));
    }

    private Guard guard(String name, Breaker settings, Limits limits, @Nullable Guard before) {
        breakers.remove(name);
        bulkheads.remove(name);
        rates.remove(name);
        CircuitBreaker breaker = breakers.circuitBreaker(name, config(settings));
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                warned(name, settings.rest());
                opened.accept(name, settings.rest());
            }
        });
        Bulkhead bulkhead = bulkheads.bulkhead(name,
                BulkheadConfig.custom().maxConcurrentCalls(limits.concurrent()).maxWaitDuration(Duration.ZERO).build());
        Integer perMinute = limits.perMinute();
        RateLimiter rate = perMinute == null ? null
                : rates.rateLimiter(name,
                        RateLimiterConfig.custom()
                                .limitForPeriod(perMinute)
                                .limitRefreshPeriod(Duration.ofMinutes(1))
                                .timeoutDuration(Duration.ZERO)
                                .build());
        return new Guard(name, settings, limits, breaker, bulkhead, rate, before == null ? new Load() : before.load(),
                before == null ? new AtomicLong(System.nanoTime()) : before.restsUntil());
    }

    private static CircuitBreakerConfig config(Breaker settings) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimum())
                .failureRateThreshold(settings.failures())
                .waitDurationInOpenState(settings.rest())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .ignoreException(Deployments::isNoFault)
                .build();
    }

    /** What does not speak against a deployment: a bad request, a caller who left, and being told to come later. */
    private static boolean isNoFault(Throwable failure) {
        return failure instanceof InferenceFailure.Rejected || failure instanceof InferenceFailure.Cancelled
                || (failure instanceof InferenceFailure.Overloaded busy && busy.status() == 429);
    }
}
