package dev.drover.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Answers in this process's memory: up to 64 million characters in all, the least useful dropped first. */
public final class LocalAnswers implements AnswerStore {

    private static final long MOST_CHARACTERS = 64L << 20;

    private final Cache<AnswerKey, Entry> entries = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((AnswerKey key, Entry entry) -> 256 + entry.answer().size())
            .expireAfter(Expiry.creating((AnswerKey key, Entry entry) -> entry.ttl()))
            .build();

    private record Entry(StoredAnswer answer, Duration ttl) {}

    @Override
    public Mono<StoredAnswer> find(AnswerKey key) {
        return Mono.fromSupplier(() -> {
            Entry entry = entries.getIfPresent(key);
            return entry == null ? null : entry.answer();
        });
    }

    @Override
    public Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl) {
        return Mono.fromRunnable(() -> entries.put(key, new Entry(answer, ttl)));
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }
}
