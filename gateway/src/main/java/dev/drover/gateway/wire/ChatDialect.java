package dev.drover.gateway.wire;

import java.nio.ByteBuffer;

/** OpenAI's chat completions. */
public final class ChatDialect implements Dialect {

    @Override
    public ChatCall read(ByteBuffer body) {
        return ChatRequestReader.read(body);
    }

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public AnswerWriter stream(AnswerForm form, ChatCall call) {
        return new ChunkWriter(form);
    }

    @Override
    public AnswerWriter whole(AnswerForm form, ChatCall call) {
        return new WholeAnswer(form);
    }
}
