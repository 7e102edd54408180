package dev.drover.gateway.redis;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

    private final String what;
    private final RedisClient client;
    private final RedisURI uri;
    private final AtomicReference<CompletableFuture<StatefulRedisConnection<String, String>>> connection;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final CircuitBreaker breaker = CircuitBreaker.of("redis",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(5)
                    .minimumNumberOfCalls(5)
                    .failureRateThreshold(60)
                    .waitDurationInOpenState(Duration.ofSeconds(5))
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .build());

    /**
     * Begins to connect; nobody waits for that.
     *
     * @param address such as {@code redis://localhost:6379}, {@code rediss://} for TLS, {@code redis-sentinel://}
     * @param what is shared, for the log
     * @throws IllegalArgumentException when it is no such address
     */
    public RedisLink(String address, String what) {
        this.what = what;
        this.uri = uri(address);
        this.client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(2)).build())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        this.connection = new AtomicReference<>(connect());
    }

    /**
     * Reads an address; what cannot be read is not repeated, for it may hold a password.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RedisURI uri(String address) {
        try {
            return RedisURI.create(address);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("redis: no address of Redis (expected: such as redis://localhost:6379)");
        }
    }

    private CompletableFuture<StatefulRedisConnection<String, String>> connect() {
        return client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    }

    /** The connection; a new attempt when the last one failed. Once made, it is mended by its client. */
    private Mono<StatefulRedisConnection<String, String>> connection() {
        return Mono.defer(() -> {
            CompletableFuture<StatefulRedisConnection<String, String>> last = connection.get();
            if (last.isCompletedExceptionally()) {
                connection.compareAndSet(last, connect());
            }
            return Mono.fromFuture(connection.get(), true);
        });
    }

    /** Makes a call; empty when it cannot be made, or takes longer than a quarter of a second. */
    public <T> Mono<T> call(Function<RedisReactiveCommands<String, String>, Mono<T>> call) {
        return guarded(connection().flatMap(open -> call.apply(open.reactive())));
    }

    /** Whether Redis was away at the last call. */
    public boolean lost() {
        return lost.get();
    }

    private <T> Mono<T> guarded(Mono<T> call) {
        return call.timeout(PATIENCE)
                .doOnSuccess(done -> back())
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorResume(failure -> {
                    away(failure);
                    return Mono.empty();
                });
    }

    private void away(Throwable failure) {
        if (!(failure instanceof CallNotPermittedException) && lost.compareAndSet(false, true)) {
            LOG.warn("Redis at {}:{} is away or slow ({}): {} are kept in this process alone until it is back",
                    uri.getHost(), uri.getPort(), failure.getClass().getSimpleName(), what);
        }
    }

    private void back() {
        if (lost.compareAndSet(true, false)) {
            LOG.info("Redis at {}:{} is back: {} are shared again", uri.getHost(), uri.getPort(), what);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
