package dev.drover.gateway.provider.transport;

import dev.drover.gateway.wire.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the body of a provider's refusal says, in the forms of OpenAI, Anthropic, Google, Ollama and Amazon, or for what it
 * is.
 *
 * @param message for people
 * @param code the provider's name for what happened; null when it gives none that a program could use
 * @param param the request's field at fault; null when it is not told
 */
record ErrorBody(String message, @Nullable String code, @Nullable String param) {

    private static final int SHOWN = 300;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** How providers without a code for it say that a conversation is longer than the model reads. */
    private static final Pattern TOO_LONG = Pattern
            .compile(
                    "prompt is too long|maximum context length|context window|exceeds? the (maximum|available) "
                            + "(number of tokens|context)|input is too long|exceeds the context",
                    Pattern.CASE_INSENSITIVE);

    static ErrorBody of(String body) {
        try {
            JsonNode tree = Json.mapper().readTree(body);
            return of(tree.isArray() ? tree.path(0) : tree, body);
        } catch (JacksonException unreadable) {
            return other(body);
        }
    }

    private static ErrorBody of(JsonNode tree, String body) {
        JsonNode error = tree.path("error");
        if (error.isObject()) {
            String code = text(error, "code");
            String named = code != null ? code : text(error, error.has("status") ? "status" : "type");
            return new ErrorBody(error.path("message").asString("no message"),
                    named != null && CODE.matcher(named).matches() ? named : null, text(error, "param"));
        }
        if (error.isString() && !error.stringValue().isBlank()) {
            return new ErrorBody(error.stringValue(), null, null);
        }
        String message = text(tree, tree.has("message") ? "message" : "Message");
        return message == null ? other(body) : new ErrorBody(message, null, null);
    }

    private static ErrorBody other(String body) {
        String shown = body.strip();
        return new ErrorBody(shown.isEmpty() ? "an empty body"
                : "a body that is no OpenAI error: "
                        + (shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "..."),
                null, null);
    }

    /** Whether it says that the conversation is longer than the model reads. */
    boolean tooLong() {
        return TOO_LONG.matcher(message).find();
    }

    private static @Nullable String text(JsonNode error, String field) {
        return error.path(field).isString() ? error.path(field).stringValue() : null;
    }
}
