package dev.drover.gateway.cache;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Answers in Redis, shared by replicas, in front of which this process keeps its own. When Redis is away or slow the
 * process's own go on alone: a circuit opens after five failures and tries again every five seconds; one line in the log
 * says when Redis is lost and one when it is back.
 */
public final class SharedAnswers implements AnswerStore {

    private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final String PREFIX = "drover:answer:";
    private static final Duration LOCAL_COPY = Duration.ofMinutes(1);

    private final LocalAnswers local = new LocalAnswers();
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
     * Opens a store and begins to connect; nobody waits for that.
     *
     * @param address such as {@code redis://localhost:6379}, {@code rediss://} for TLS, {@code redis-sentinel://}
     * @throws IllegalArgumentException when it is no such address
     */
    public SharedAnswers(String address) {
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

    @Override
    public Mono<StoredAnswer> find(AnswerKey key) {
        String name = PREFIX + key.digest();
        Mono<StoredAnswer> remote = guarded(
                connection().flatMap(open -> open.reactive().get(name).zipWith(open.reactive().pttl(name)))).flatMap(
                        found -> Mono.justOrEmpty(AnswerCodec.read(found.getT1()))
                                .flatMap(answer -> local
                                        .keep(key, answer, copy(Duration.ofMillis(Math.max(0, found.getT2()))))
                                        .thenReturn(answer)));
        return local.find(key).switchIfEmpty(remote);
    }

    @Override
    public Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl) {
        Mono<Void> remote = guarded(connection().flatMap(open -> open.reactive()
                .set(PREFIX + key.digest(), AnswerCodec.write(answer), SetArgs.Builder.px(ttl.toMillis())))).then();
        return local.keep(key, answer, lost.get() ? ttl : copy(ttl)).then(remote);
    }

    /** How long this process keeps its own copy of an answer that is kept for a while. */
    private static Duration copy(Duration ttl) {
        return ttl.compareTo(LOCAL_COPY) < 0 ? ttl : LOCAL_COPY;
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
            LOG.warn("Redis at {}:{} is away or slow ({}): answers are kept in this process alone until it is back",
                    uri.getHost(), uri.getPort(), failure.getClass().getSimpleName());
        }
    }

    private void back() {
        if (lost.compareAndSet(true, false)) {
            LOG.info("Redis at {}:{} is back: answers are shared again", uri.getHost(), uri.getPort());
        }
    }

    @Override
    public void close() {
        client.close();
        local.close();
    }
}
