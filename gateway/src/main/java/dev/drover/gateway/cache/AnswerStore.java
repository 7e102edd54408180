package dev.drover.gateway.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where answers are kept. Never fails: what cannot be read is not there, what cannot be written is not kept. */
public interface AnswerStore extends AutoCloseable {

    /** The answer of a key; empty when there is none. */
    Mono<StoredAnswer> find(AnswerKey key);

    /** Keeps an answer for a while; ends when that is done or given up. */
    Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl);

    /**
     * Forgets answers.
     *
     * @param policy the policy that governed them; null for all
     * @return how many were forgotten, as far as that is known
     */
    Mono<Long> purge(@Nullable String policy);

    /** Frees what the store holds. */
    @Override
    void close();
}
