package dev.drover.gateway.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codes that label metrics. Some come from providers, which may make up as many as they like: only the first hundred
 * are told apart. Safe for use by many threads.
 */
final class Codes {

    static final String OTHER = "other";
    static final int MOST = 100;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The label of a code. */
    String label(String code) {
        return known.contains(code) || (known.size() < MOST && known.add(code)) ? code : OTHER;
    }
}
