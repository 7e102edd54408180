package dev.drover.gateway.wire.completion;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.Dialect;
import java.nio.ByteBuffer;

/** OpenAI's completions. */
public final class CompletionDialect implements Dialect {

    @Override
    public ChatCall read(ByteBuffer body) {
        return CompletionReader.read(body);
    }

    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public AnswerWriter stream(AnswerForm form, ChatCall call) {
        return new CompletionStream(form);
    }

    @Override
    public AnswerWriter whole(AnswerForm form, ChatCall call) {
        return new WholeCompletion(form);
    }
}
