package dev.drover.gateway.redis;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A connection to Redis that never fails and never takes long: when Redis is away or slow, calls are empty. A circuit
 * opens after five failures and tries again every five seconds; one line in the log says when Redis is lost and one when
 * it is back. Safe for use by many threads.
 */
public final class RedisLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RedisAddress address;
    private final Connector connector;
    private final AtomicReference<CompletableFuture<Connector.Open>> connection;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CircuitBreaker breaker = CircuitBreaker.of("redis",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(5)
                    .minimumNumberOfCalls(5)
                    .failureRateThreshold(60)
                    .waitDurationInOpenState(PAUSE)
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .build());

    /**
     * Begins to connect; nobody waits for that.
     *
     * @param address as {@link RedisAddress} has it
     * @throws IllegalArgumentException when it is no such address
     */
    public RedisLink(String address) {
        this.address = RedisAddress.of(address);
        this.connector = Connector.to(this.address);
        this.connection = new AtomicReference<>(connector.connect());
    }

    /** The connection; a new attempt when the last one failed. */
    private CompletableFuture<Connector.Open> connection() {
        CompletableFuture<Connector.Open> last = connection.get();
        if (last.isCompletedExceptionally()) {
            connection.compareAndSet(last, connector.connect());
        }
        return connection.get();
    }

    /** Makes a call; empty when it cannot be made, or takes longer than a quarter of a second. */
    public <T> Mono<T> call(Function<RedisClusterReactiveCommands<String, String>, Mono<T>> call) {
        return call(PATIENCE, call);
    }

    /** Makes a call that may take longer than others. */
    public <T> Mono<T> call(Duration patience, Function<RedisClusterReactiveCommands<String, String>, Mono<T>> call) {
        return Mono.defer(() -> Mono.fromFuture(connection(), true))
                .flatMap(open -> call.apply(open.reactive()))
                .timeout(patience)
                .doOnSuccess(done -> back())
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(failure -> {
                    away(failure);
                    return Mono.empty();
                });
    }

    /** Makes a call that nobody waits for; it may be lost. */
    public <T> void send(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> call) {
        if (!lost()) {
            var _ = connection().thenCompose(open -> call.apply(open.async()));
        }
    }

    /** Listens from now on; what is told while Redis is away is lost. The listener must not wait for anything. */
    public void listen(String channel, Consumer<String> listener) {
        var _ = connector.listen().whenComplete((open, failure) -> {
            if (failure == null) {
                listen(open, channel, listener);
            } else if (!closed.get()) {
                CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> listen(channel, listener));
            }
        });
    }

    private static void listen(StatefulRedisPubSubConnection<String, String> open, String channel,
            Consumer<String> listener) {
        open.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
                listener.accept(message);
            }
        });
        var _ = open.async().subscribe(channel);
    }

    /** Whether Redis was away at the last call. */
    public boolean lost() {
        return lost.get();
    }

    private void away(Throwable failure) {
        if (!(failure instanceof CallNotPermittedException) && lost.compareAndSet(false, true)) {
            LOG.warn("Redis at {} is away or slow ({}): what is shared is kept in this process alone until it is back",
                    address.shown(), failure.getClass().getSimpleName());
        }
    }

    private void back() {
        if (lost.compareAndSet(true, false)) {
            LOG.info("Redis at {} is back and shared again", address.shown());
        }
    }

    @Override
    public void close() {
        closed.set(true);
        connector.close();
    }
}
