package dev.drover.gateway.wire;

import dev.drover.cascade.sequence.TokenChance;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads log-probabilities as chat completions tell them: {@code content}, with {@code logprob} and {@code top_logprobs}. */
public final class ChatLogprobs {

    private ChatLogprobs() {}

    /** The chances of the tokens told of; empty where none are, or where it is no such object. */
    public static List<TokenChance> read(String json) {
        List<TokenChance> chances = new ArrayList<>();
        for (JsonNode token : tree(json).path("content")) {
            if (token.path("logprob").isNumber()) {
                double own = token.path("logprob").doubleValue();
                double best = own;
                double second = Double.NEGATIVE_INFINITY;
                for (JsonNode other : token.path("top_logprobs")) {
                    double logprob = other.path("logprob").asDouble(Double.NEGATIVE_INFINITY);
                    if (!other.path("token").equals(token.path("token"))) {
                        second = Math.max(second, Math.min(best, logprob));
                        best = Math.max(best, logprob);
                    }
                }
                chances.add(TokenChance.ofLogarithms(own, best, second));
            }
        }
        return chances;
    }

    private static JsonNode tree(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JacksonException foreign) {
            return Json.mapper().createObjectNode();
        }
    }
}
