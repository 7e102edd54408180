package dev.drover.gateway.decision;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The decisions of this process: the latest 10,000, for an hour at most. Safe for use by many threads. */
public final class Decisions {

    private static final int ID_BYTES = 12;
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LinkedHashMap<String, Decision> kept = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** Begins the record of a request, under an id that nobody can guess. */
    public Decision begin(String caller, String team, String asked) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Decision decision = new Decision("d-" + HexFormat.of().formatHex(bytes), caller, team, asked);
        synchronized (kept) {
            kept.put(decision.id(), decision);
            if (kept.size() > MOST) {
                kept.pollFirstEntry();
            }
        }
        return decision;
    }

    /**
     * The latest decisions that are wanted, the newest first.
     *
     * @param most how many at most
     */
    public List<Decision> latest(Predicate<Decision> wanted, int most) {
        List<Decision> all;
        synchronized (kept) {
            all = new ArrayList<>(kept.sequencedValues().reversed());
        }
        Instant oldest = Instant.now().minus(LONGEST);
        return all.stream().filter(decision -> decision.began().isAfter(oldest)).filter(wanted).limit(most).toList();
    }

    /** The decision of an id, while it is kept. */
    public Optional<Decision> find(String id) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id))
                    .filter(decision -> decision.began().isAfter(Instant.now().minus(LONGEST)));
        }
    }
}
