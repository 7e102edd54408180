package dev.drover.gateway.decision;

import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a model answer.
 *
 * @param model the model or cascade, by its name in the policies
 * @param where it was tried: host, port and name of a deployment, or {@code engine}
 * @param why {@code first}, {@code fail_over}, {@code retry}, {@code hedge}; {@code route} for a model of this process
 * @param outcome {@code completed}, {@code cancelled} or a failure's code
 * @param first the time until something of an answer was there; null when nothing ever was
 * @param millis the time it took
 * @param usage what it used; null when it did not say
 */
public record Attempt(String model, String where, String why, String outcome, @Nullable Duration first, long millis,
        @Nullable Usage usage) {

    /** It as a record is told. */
    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("model", model);
        told.put("where", where);
        told.put("why", why);
        told.put("outcome", outcome);
        if (first != null) {
            told.put("millisToFirstPart", first.toMillis());
        }
        told.put("millis", millis);
        if (usage != null) {
            told.put("usage", Decision.told(usage));
        }
        return told;
    }
}
