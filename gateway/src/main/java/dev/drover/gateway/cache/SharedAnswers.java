package dev.drover.gateway.cache;

import dev.drover.gateway.redis.RedisLink;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanStream;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers in Redis, shared by replicas, in front of which this process keeps its own. When Redis is away or slow the
 * process's own go on alone.
 */
public final class SharedAnswers implements AnswerStore {

    private static final String PREFIX = "drover:answer:";
    private static final String PURGES = "drover:purge";
    private static final Duration PURGE = Duration.ofSeconds(30);
    private static final int BATCH = 500;
    private static final Duration LOCAL_COPY = Duration.ofMinutes(1);

    private final LocalAnswers local = new LocalAnswers();
    private final RedisLink redis;

    /** Keeps answers behind a link, and hears when another process forgets some. */
    public SharedAnswers(RedisLink redis) {
        this.redis = redis;
        redis.listen(PURGES, policy -> local.forget(policy.isEmpty() ? null : policy));
    }

    /** The name of a key's entry. */
    static String name(AnswerKey key) {
        return PREFIX + key.policy() + ":" + key.digest();
    }

    @Override
    public Mono<StoredAnswer> find(AnswerKey key) {
        String name = name(key);
        Mono<StoredAnswer> remote = redis.call(commands -> commands.get(name).zipWith(commands.pttl(name)))
                .flatMap(found -> Mono.justOrEmpty(AnswerCodec.read(found.getT1()))
                        .flatMap(answer -> local.keep(key, answer, copy(Duration.ofMillis(Math.max(0, found.getT2()))))
                                .thenReturn(answer)));
        return local.find(key).switchIfEmpty(remote);
    }

    @Override
    public Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl) {
        Mono<Void> remote = redis.call(
                commands -> commands.set(name(key), AnswerCodec.write(answer), SetArgs.Builder.px(ttl.toMillis())))
                .then();
        return local.keep(key, answer, redis.lost() ? ttl : copy(ttl)).then(remote);
    }

    /** How long this process keeps its own copy of an answer that is kept for a while. */
    private static Duration copy(Duration ttl) {
        return ttl.compareTo(LOCAL_COPY) < 0 ? ttl : LOCAL_COPY;
    }

    @Override
    public Mono<Long> purge(@Nullable String policy) {
        ScanArgs those = ScanArgs.Builder.matches(PREFIX + (policy == null ? "" : policy + ":") + "*").limit(BATCH);
        Mono<Long> remote = redis.call(PURGE,
                commands -> ScanStream.scan(commands, those)
                        .buffer(BATCH)
                        .concatMap(names -> commands.unlink(names.toArray(String[]::new)))
                        .reduce(0L, Long::sum));
        return Mono.defer(() -> {
            long here = local.forget(policy);
            redis.send(commands -> commands.publish(PURGES, policy == null ? "" : policy));
            return remote.map(there -> Math.max(here, there)).defaultIfEmpty(here);
        });
    }

    @Override
    public void close() {
        local.close();
    }
}
