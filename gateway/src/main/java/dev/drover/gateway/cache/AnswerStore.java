package dev.drover.gateway.cache;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Where answers are kept. Never fails: what cannot be read is not there, what cannot be written is not kept. */
public interface AnswerStore extends AutoCloseable {

    /** The answer of a key; empty when there is none. */
    Mono<StoredAnswer> find(AnswerKey key);

    /** Keeps an answer for a while; ends when that is done or given up. */
    Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl);

    /** Frees what the store holds. */
    @Override
    void close();
}
