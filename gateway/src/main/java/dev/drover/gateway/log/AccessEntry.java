package dev.drover.gateway.log;

import dev.drover.gateway.decision.Decision;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has ended.
 *
 * @param at when it came
 * @param method of HTTP
 * @param route the pattern of the path it came to
 * @param status of HTTP; 499 when the client went away before its answer was complete
 * @param bytesIn of its body; -1 when it did not say
 * @param bytesOut of the response's body
 * @param took from its head to its end
 * @param lane which driver answered it
 * @param trace the trace's id; null when it is part of none
 * @param decision what was decided for it; null when nothing was
 */
public record AccessEntry(Instant at, String method, String route, int status, long bytesIn, long bytesOut,
        Duration took, String lane, @Nullable String trace, @Nullable Decision decision) {

    private static final int LONGEST = 100;

    /** Its fields by name, in the order they are written. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", at.toString());
        if (decision != null) {
            fields.put("id", decision.id());
        }
        put(fields, "trace", trace);
        fields.put("method", method);
        fields.put("route", route);
        fields.put("status", status);
        fields.put("millis", millis(took));
        fields.put("lane", lane);
        if (bytesIn >= 0) {
            fields.put("bytesIn", bytesIn);
        }
        fields.put("bytesOut", bytesOut);
        if (decision != null) {
            add(fields, decision);
        }
        return fields;
    }

    private static void add(Map<String, Object> fields, Decision decision) {
        fields.put("caller", decision.caller());
        fields.put("team", decision.team());
        fields.put("asked", cut(decision.asked()));
        put(fields, "policy", decision.policy());
        put(fields, "model", decision.model());
        fields.put("stream", decision.streams());
        fields.put("cache", decision.cacheUse().name().toLowerCase(Locale.ROOT));
        fields.put("attempts", decision.attempts());
        Duration first = decision.first();
        put(fields, "millisToFirst", first == null ? null : millis(first));
        Usage used = decision.usage();
        if (used != null) {
            fields.put("tokensIn", used.promptTokens());
            fields.put("tokensOut", used.completionTokens());
            fields.put("tokensCached", used.cachedTokens());
        }
        Decision.Cost cost = decision.cost();
        if (cost != null && cost.amount() > 0) {
            fields.put("cost", cost.amount());
            fields.put("currency", cost.currency());
        }
        if (!decision.outcome().equals(Decision.COMPLETED)) {
            fields.put("error", decision.outcome());
        }
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 1e2;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
