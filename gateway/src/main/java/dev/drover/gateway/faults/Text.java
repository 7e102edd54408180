package dev.drover.gateway.faults;

import dev.drover.gateway.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers in OpenAI's form, as the upstream says them. */
final class Text {

    static final String ROLE = "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
            + "\"finish_reason\":null}]}";
    static final String FINISH = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
    static final String DONE = "[DONE]";
    static final String ERROR = "{\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\"}}";

    private Text() {}

    /** A chunk that says a text. */
    static String chunk(String text) {
        return "{\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":" + Json.quote(text) + "},\"finish_reason\":null}]}";
    }

    /** A whole answer that says a text. */
    static String whole(String text) {
        return "{\"id\":\"up-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":" + Json.quote(text)
                + "},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
    }

    /** An error in OpenAI's form. */
    static String error(String message, String code) {
        return "{\"error\":{\"message\":" + Json.quote(message)
                + ",\"type\":\"invalid_request_error\",\"param\":\"tools\"," + "\"code\":" + Json.quote(code) + "}}";
    }

    /** A text as a tree; an empty one when it is no JSON. */
    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JacksonException none) {
            return Json.mapper().createObjectNode();
        }
    }
}
