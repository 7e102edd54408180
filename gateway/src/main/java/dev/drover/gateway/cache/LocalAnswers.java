package dev.drover.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    public Mono<Long> purge(@Nullable String policy) {
        return Mono.fromSupplier(() -> forget(policy));
    }

    /** Forgets answers at once, and says how many. */
    long forget(@Nullable String policy) {
        List<AnswerKey> gone = entries.asMap()
                .keySet()
                .stream()
                .filter(key -> policy == null || key.policy().equals(policy))
                .toList();
        entries.invalidateAll(gone);
        return gone.size();
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }
}
