package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.AnswerWriter;

/** Writes a response, and tells it whole once it has ended. */
public interface ResponseWriter extends AnswerWriter {

    /** The response as it can be stored; complete after {@link #end}. */
    String response();
}
