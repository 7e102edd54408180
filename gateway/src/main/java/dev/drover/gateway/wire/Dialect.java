package dev.drover.gateway.wire;

import dev.drover.inference.InferenceFailure;
import java.nio.ByteBuffer;
import java.util.Set;

/** One form in which applications ask: how its requests are read, and its answers and failures written. */
public interface Dialect {

    /**
     * Reads a request.
     *
     * @param body in UTF-8
     * @throws InferenceFailure.Rejected when it is none
     */
    ChatCall read(ByteBuffer body);

    /** The headers that change what a body means, in lower case. */
    default Set<String> headers() {
        return Set.of();
    }

    /** What stands before the decision's number in the id of an answer. */
    String idPrefix();

    /** Writes an answer as server-sent events. */
    AnswerWriter stream(AnswerForm form, ChatCall call);

    /** Writes an answer whole. */
    AnswerWriter whole(AnswerForm form, ChatCall call);

    /** The body of a response that is an error, in OpenAI's form unless the dialect has another. */
    default String error(ErrorObject error) {
        return error.json();
    }

    /** The event that ends a stream which failed after it had begun. Nothing may follow it. */
    default String failure(ErrorObject error) {
        return ChunkWriter.failure(error);
    }
}
