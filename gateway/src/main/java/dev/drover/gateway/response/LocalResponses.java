package dev.drover.gateway.response;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import reactor.core.publisher.Mono;

/** Responses in this process's memory: up to 64 million characters in all, the least useful dropped first. */
public final class LocalResponses implements ResponseStore {

    private static final long MOST_CHARACTERS = 64L << 20;

    private record Key(String team, String id) {}

    private final Cache<Key, StoredResponse> kept = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Key key, StoredResponse stored) -> 256 + stored.response().length() + stored.input().length())
            .expireAfterWrite(KEPT)
            .build();

    @Override
    public Mono<StoredResponse> find(String team, String id) {
        return Mono.fromSupplier(() -> kept.getIfPresent(new Key(team, id)));
    }

    @Override
    public Mono<Void> keep(String team, String id, StoredResponse response) {
        return Mono.fromRunnable(() -> kept.put(new Key(team, id), response));
    }

    @Override
    public Mono<Boolean> forget(String team, String id) {
        return Mono.fromSupplier(() -> kept.asMap().remove(new Key(team, id)) != null);
    }

    @Override
    public void close() {
        kept.invalidateAll();
    }
}
