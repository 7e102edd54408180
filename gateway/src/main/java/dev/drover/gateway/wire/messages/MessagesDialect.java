package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.Dialect;
import dev.drover.gateway.wire.ErrorObject;
import dev.drover.gateway.wire.Json;
import java.nio.ByteBuffer;
import java.util.Set;

/** Anthropic's messages. */
public final class MessagesDialect implements Dialect {

    @Override
    public ChatCall read(ByteBuffer body) {
        return MessagesReader.read(body);
    }

    @Override
    public Set<String> headers() {
        return Set.of("anthropic-beta");
    }

    @Override
    public String idPrefix() {
        return "msg_";
    }

    @Override
    public AnswerWriter stream(AnswerForm form, ChatCall call) {
        return new MessageStream(form);
    }

    @Override
    public AnswerWriter whole(AnswerForm form, ChatCall call) {
        return new WholeMessage(form);
    }

    @Override
    public String error(ErrorObject error) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + Json.quote(type(error)) + ",\"message\":"
                + Json.quote(error.message()) + ",\"code\":" + Json.quote(error.code()) + "},\"request_id\":null}";
    }

    private static String type(ErrorObject error) {
        return switch (error.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> error.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }

    @Override
    public String failure(ErrorObject error) {
        return "event: error\ndata: " + error(error) + "\n\n";
    }
}
