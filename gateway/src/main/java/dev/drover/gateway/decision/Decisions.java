package dev.drover.gateway.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** The decisions of this process: the latest 10,000, for an hour at most. */
public final class Decisions {

    private static final int ID_BYTES = 12;

    private final Cache<String, Decision> kept = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();
    private final SecureRandom random = new SecureRandom();

    /** Begins the record of a request, under an id that nobody can guess. */
    public Decision begin(String caller, String team, String asked) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Decision decision = new Decision("d-" + HexFormat.of().formatHex(bytes), caller, team, asked);
        kept.put(decision.id(), decision);
        return decision;
    }

    /** The decision of an id, while it is kept. */
    public Optional<Decision> find(String id) {
        return Optional.ofNullable(kept.getIfPresent(id));
    }
}
