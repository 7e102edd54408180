package dev.drover.gateway.wire.completion;

import dev.drover.gateway.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Log-probabilities as completions tell them: four lists of equal length, {@code tokens}, {@code token_logprobs},
 * {@code top_logprobs} and {@code text_offset}.
 *
 * @param json the object with the lists
 */
record TokenLogprobs(ObjectNode json) {

    private static final String[] LISTS = {"tokens", "token_logprobs", "top_logprobs", "text_offset"};

    /** Reads those of a completion or of a chat. */
    static TokenLogprobs of(String text) {
        JsonNode told = Json.mapper().readTree(text);
        ObjectNode json = Json.mapper().createObjectNode();
        for (String list : LISTS) {
            ArrayNode values = json.putArray(list);
            told.path(list).forEach(values::add);
        }
        int offset = 0;
        for (JsonNode token : told.path("content")) {
            String written = token.path("token").asString("");
            list(json, "tokens").add(written);
            list(json, "token_logprobs").add(token.path("logprob"));
            ObjectNode alternatives = list(json, "top_logprobs").addObject();
            token.path("top_logprobs")
                    .forEach(other -> alternatives.set(other.path("token").asString(""), other.path("logprob")));
            list(json, "text_offset").add(offset);
            offset += written.length();
        }
        return new TokenLogprobs(json);
    }

    /** These and the next. */
    TokenLogprobs and(TokenLogprobs next) {
        ObjectNode both = json.deepCopy();
        for (String list : LISTS) {
            next.json.path(list).forEach(list(both, list)::add);
        }
        return new TokenLogprobs(both);
    }

    private static ArrayNode list(ObjectNode json, String name) {
        return (ArrayNode) json.path(name);
    }
}
