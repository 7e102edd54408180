package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics of requests and of attempts, found without asking the registry each time. Safe for use by many threads. */
final class RequestMeters {

    private static final String UNKNOWN = "none";

    private final MeterRegistry meters;
    private final Map<Ended, Counter> requests = new ConcurrentHashMap<>();
    private final Map<Tried, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<Spent, Counter> costs = new ConcurrentHashMap<>();
    private final Map<String, Times> times = new ConcurrentHashMap<>();

    private record Ended(String model, String policy, String outcome, String cache) {}

    private record Tried(String model, String reason, String outcome) {}

    private record Spent(String model, String team, String currency) {}

    private record Times(Timer first, Timer all) {}

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * A request has ended.
     *
     * @param outcome as it may label metrics
     * @param first how long its first part took; null when none came
     */
    void ended(Decision decision, String outcome, @Nullable Duration first, Duration all) {
        String model = Objects.requireNonNullElse(decision.model(), UNKNOWN);
        String policy = Objects.requireNonNullElse(decision.policy(), UNKNOWN);
        String cache = decision.cacheUse().name().toLowerCase(Locale.ROOT);
        requests.computeIfAbsent(new Ended(model, policy, outcome, cache), this::requests).increment();
        Times timers = times.computeIfAbsent(model, this::times);
        timers.all().record(all);
        if (first != null) {
            timers.first().record(first);
        }
        Decision.Cost cost = decision.cost();
        if (cost != null && cost.amount() > 0) {
            costs.computeIfAbsent(new Spent(model, decision.team(), cost.currency()), this::costs)
                    .increment(cost.amount());
        }
    }

    private Counter requests(Ended ended) {
        return Counter.builder("drover.requests")
                .description("Requests by how they ended")
                .tag("model", ended.model())
                .tag("policy", ended.policy())
                .tag("outcome", ended.outcome())
                .tag("cache", ended.cache())
                .register(meters);
    }

    private Times times(String model) {
        return new Times(
                Timer.builder(Conventions.REQUEST_FIRST)
                        .description("Time from a request's admission to the first part of its answer")
                        .tag("model", model)
                        .register(meters),
                Timer.builder(Conventions.REQUEST_DURATION)
                        .description("Time from a request's admission to the end of its answer")
                        .tag("model", model)
                        .register(meters));
    }

    private Counter costs(Spent spent) {
        return Counter.builder("drover.cost")
                .description("What answers cost at the prices of the policies")
                .tag("model", spent.model())
                .tag("team", spent.team())
                .tag("currency", spent.currency())
                .register(meters);
    }

    /** A call to a deployment has ended, or was refused. */
    void attempted(String model, String why, String outcome) {
        attempts.computeIfAbsent(new Tried(model, why, outcome),
                tried -> Counter.builder("drover.attempts")
                        .description("Calls to deployments, by why they were made and how they ended")
                        .tag("drover.model", tried.model())
                        .tag("reason", tried.reason())
                        .tag("outcome", tried.outcome())
                        .register(meters))
                .increment();
    }
}
