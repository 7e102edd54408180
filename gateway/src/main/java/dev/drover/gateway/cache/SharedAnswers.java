package dev.drover.gateway.cache;

import dev.drover.gateway.redis.RedisLink;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Answers in Redis, shared by replicas, in front of which this process keeps its own. When Redis is away or slow the
 * process's own go on alone.
 */
public final class SharedAnswers implements AnswerStore {

    private static final String PREFIX = "drover:answer:";
    private static final Duration LOCAL_COPY = Duration.ofMinutes(1);

    private final LocalAnswers local = new LocalAnswers();
    private final RedisLink redis;

    /**
     * Opens a store and begins to connect; nobody waits for that.
     *
     * @param address such as {@code redis://localhost:6379}, {@code rediss://} for TLS, {@code redis-sentinel://}
     * @throws IllegalArgumentException when it is no such address
     */
    public SharedAnswers(String address) {
        this.redis = new RedisLink(address, "answers");
    }

    @Override
    public Mono<StoredAnswer> find(AnswerKey key) {
        String name = PREFIX + key.digest();
        Mono<StoredAnswer> remote = redis.call(commands -> commands.get(name).zipWith(commands.pttl(name)))
                .flatMap(found -> Mono.justOrEmpty(AnswerCodec.read(found.getT1()))
                        .flatMap(answer -> local.keep(key, answer, copy(Duration.ofMillis(Math.max(0, found.getT2()))))
                                .thenReturn(answer)));
        return local.find(key).switchIfEmpty(remote);
    }

    @Override
    public Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl) {
        Mono<Void> remote = redis.call(commands -> commands.set(PREFIX + key.digest(), AnswerCodec.write(answer),
                SetArgs.Builder.px(ttl.toMillis()))).then();
        return local.keep(key, answer, redis.lost() ? ttl : copy(ttl)).then(remote);
    }

    /** How long this process keeps its own copy of an answer that is kept for a while. */
    private static Duration copy(Duration ttl) {
        return ttl.compareTo(LOCAL_COPY) < 0 ? ttl : LOCAL_COPY;
    }

    @Override
    public void close() {
        redis.close();
        local.close();
    }
}
