package dev.drover.gateway.response;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Where responses are kept, each team's apart. Never fails: what cannot be read is not there. */
public interface ResponseStore extends AutoCloseable {

    /** How long a response is kept. */
    Duration KEPT = Duration.ofHours(24);

    /** A team's response; empty when there is none. */
    Mono<StoredResponse> find(String team, String id);

    /** Keeps a team's response for {@link #KEPT}. */
    Mono<Void> keep(String team, String id, StoredResponse response);

    /** Forgets a team's response; tells whether there was one. */
    Mono<Boolean> forget(String team, String id);

    /** Frees what the store holds. */
    @Override
    void close();
}
