package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Dialect;
import dev.drover.gateway.wire.ErrorObject;
import dev.drover.gateway.wire.Json;
import java.nio.ByteBuffer;

/** OpenAI's responses. */
public final class ResponsesDialect implements Dialect {

    @Override
    public ChatCall read(ByteBuffer body) {
        return ResponsesRequest.read(body).after(Json.mapper().createArrayNode());
    }

    @Override
    public String idPrefix() {
        return "resp_";
    }

    @Override
    public ResponseWriter stream(AnswerForm form, ChatCall call) {
        return new ResponseStream(form, call.request());
    }

    @Override
    public ResponseWriter whole(AnswerForm form, ChatCall call) {
        return new WholeResponse(new ResponseStream(form, call.request()));
    }

    @Override
    public String failure(ErrorObject error) {
        return "event: error\n" + ChunkWriter.event("{\"type\":\"error\",\"code\":" + Json.quote(error.code())
                + ",\"message\":" + Json.quote(error.message()) + ",\"param\":"
                + (error.param() == null ? "null" : Json.quote(error.param())) + ",\"sequence_number\":0}");
    }
}
