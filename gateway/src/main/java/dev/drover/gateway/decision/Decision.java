package dev.drover.gateway.decision;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The record of one request: who asked, what governed it, which route was taken and why, what it used and how it ended.
 * It fills while the request runs and holds no text of prompt or answer. Safe for use by many threads.
 */
public final class Decision {

    /** How a request ended that was answered to its end. */
    public static final String COMPLETED = "completed";
    /** How a request ended whose caller went away. */
    public static final String CANCELLED = "cancelled";

    private static final int MOST_ATTEMPTS = 64;

    private final String id;
    private final Instant began;
    private final String caller;
    private final String team;
    private final String asked;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private @Nullable String policy;
    private @Nullable String version;
    private @Nullable String route;
    private @Nullable String model;
    private List<String> reasons = List.of();
    private CacheUse cache = CacheUse.NONE;
    private @Nullable Duration firstPart;
    private @Nullable Usage usage;
    private @Nullable Cost cost;
    private String outcome = "running";
    private @Nullable Duration took;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private int moreAttempts;
    private volatile boolean streams;
    private volatile @Nullable String trace;

    /** What the cache did for a request. */
    public enum CacheUse {
        /** It was not asked. */
        NONE,
        /** It had no answer. */
        MISS,
        /** The answer came from it. */
        HIT,
        /** The answer came from it, is old, and a new one is made. */
        STALE,
        /** The answer was made for somebody else at the same time. */
        JOINED;

        /** Whether the answer was made for somebody else. */
        public boolean reused() {
            return this == HIT || this == STALE || this == JOINED;
        }
    }

    /**
     * What an answer cost.
     *
     * @param amount at least 0
     * @param currency three capital letters
     */
    public record Cost(double amount, String currency) {}

    Decision(String id, String caller, String team, String asked) {
        this.id = id;
        this.began = Instant.now();
        this.caller = caller;
        this.team = team;
        this.asked = asked;
    }

    /** The id, as the header {@code x-drover-decision} has it. */
    public String id() {
        return id;
    }

    /** When the request came. */
    public Instant began() {
        return began;
    }

    /** The model the request asked for. */
    public String asked() {
        return asked;
    }

    /** The team that asked; empty when there is none. */
    public String team() {
        return team;
    }

    /** The name of the key that was used. */
    public String caller() {
        return caller;
    }

    /** The decision of the request that a subscriber works for; null when it works for none. */
    public static @Nullable Decision in(ContextView context) {
        return context.getOrDefault(Decision.class, null);
    }

    /** Makes everything upstream work for this request; for {@code contextWrite}. */
    public Context within(Context context) {
        return context.put(Decision.class, this);
    }

    /** Notes that the answer is wanted as a stream. */
    public void stream(boolean wanted) {
        streams = wanted;
    }

    /** Whether the answer is wanted as a stream. */
    public boolean streams() {
        return streams;
    }

    /** Notes the trace that the request is part of; null when there is none. */
    public void traced(@Nullable String traceId) {
        trace = traceId;
    }

    /** Notes a try to have a model answer. The first 64 are kept. */
    public synchronized void attempted(Attempt attempt) {
        if (attempts.size() < MOST_ATTEMPTS) {
            attempts.add(attempt);
        } else {
            moreAttempts++;
        }
    }

    /** How often a model was asked, or would have been had its deployment not been at rest or full. */
    public synchronized int attempts() {
        return attempts.size() + moreAttempts;
    }

    /** Notes what governs the request. */
    public synchronized void governed(@Nullable String byPolicy, String byVersion) {
        policy = byPolicy;
        version = byVersion;
    }

    /** Notes the route: which candidate shall answer, and why. */
    public synchronized void routed(String to, List<String> because) {
        route = to;
        model = to;
        reasons = List.copyOf(because);
    }

    /** Notes that another model answers than was chosen at first. */
    public synchronized void answeredBy(String name, String because) {
        model = name;
        reasons = java.util.stream.Stream.concat(reasons.stream(), java.util.stream.Stream.of(because)).toList();
    }

    /** Notes what the cache did. */
    public synchronized void cache(CacheUse use) {
        cache = use;
    }

    /** What the cache did. */
    public synchronized CacheUse cacheUse() {
        return cache;
    }

    /** Notes what a model tells of its work. */
    public synchronized void facts(Map<String, Object> told) {
        facts.putAll(told);
    }

    /** What was told under a name; null when nothing was. */
    public synchronized @Nullable Object fact(String name) {
        return facts.get(name);
    }

    /** Who was chosen at first; null while nobody is. */
    public synchronized @Nullable String route() {
        return route;
    }

    /** Notes that the first part of the answer is there. */
    public synchronized void firstPart(Duration after) {
        firstPart = after;
    }

    /** Settles the request: what it used, and what that cost. */
    public synchronized void charged(Usage used, @Nullable Cost price) {
        usage = used;
        cost = price;
    }

    /** Notes how the request ended: {@code completed}, {@code cancelled} or a failure's code. */
    public synchronized void ended(String how, Duration after) {
        outcome = how;
        took = after;
    }

    /** Notes that it did not end because its client went away, but was cut off here. */
    public synchronized void cutOff(String how) {
        if (outcome.equals(CANCELLED)) {
            outcome = how;
        }
    }

    /** How a failure is noted. */
    public static String outcome(Throwable failure) {
        return failure instanceof InferenceFailure known ? known.code() : "internal_error";
    }

    /** The policy that governs, if one does. */
    public synchronized @Nullable String policy() {
        return policy;
    }

    /** The version of the policies in force; null while nothing governs. */
    public synchronized @Nullable String version() {
        return version;
    }

    /** The model that answers, once that is known. */
    public synchronized @Nullable String model() {
        return model;
    }

    /** How it ended, or {@code running}. */
    public synchronized String outcome() {
        return outcome;
    }

    /** What it used, once it has ended. */
    public synchronized @Nullable Usage usage() {
        return usage;
    }

    /** What that cost; null where nobody knows. */
    public synchronized @Nullable Cost cost() {
        return cost;
    }

    /** How long the first part took; null while there is none. */
    public synchronized @Nullable Duration first() {
        return firstPart;
    }

    /** How long all took; null while it runs. */
    public synchronized @Nullable Duration took() {
        return took;
    }

    /** What an answer composed here tells about itself. */
    public synchronized Map<String, Object> explanation() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("decision", id);
        put(told, "policy", policy);
        put(told, "route", route);
        put(told, "model", model);
        told.put("reasons", reasons);
        if (cache.reused()) {
            told.put("cache", cache.name().toLowerCase(Locale.ROOT));
        }
        told.putAll(facts);
        return Collections.unmodifiableMap(told);
    }

    /** The whole record. */
    public synchronized Map<String, Object> whole() {
        Map<String, Object> told = brief();
        told.put("reasons", reasons);
        told.put("facts", Map.copyOf(facts));
        told.put("attempts", attempts.stream().map(Attempt::told).toList());
        if (moreAttempts > 0) {
            told.put("moreAttempts", moreAttempts);
        }
        return told;
    }

    /** The record without what explains it. */
    public synchronized Map<String, Object> brief() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("decision", id);
        told.put("began", began.toString());
        put(told, "trace", trace);
        told.put("caller", caller);
        told.put("team", team);
        told.put("asked", asked);
        told.put("stream", streams);
        put(told, "policy", policy);
        put(told, "version", version);
        put(told, "route", route);
        put(told, "model", model);
        told.put("cache", cache.name().toLowerCase(Locale.ROOT));
        put(told, "millisToFirstPart", firstPart == null ? null : firstPart.toMillis());
        if (usage != null) {
            told.put("usage", told(usage));
        }
        if (cost != null) {
            told.put("cost", Map.of("amount", cost.amount(), "currency", cost.currency()));
        }
        told.put("outcome", outcome);
        put(told, "millis", took == null ? null : took.toMillis());
        return told;
    }

    static Map<String, Object> told(Usage used) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("promptTokens", used.promptTokens());
        told.put("completionTokens", used.completionTokens());
        told.put("cachedTokens", used.cachedTokens());
        told.put("reasoningTokens", used.reasoningTokens());
        return told;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
