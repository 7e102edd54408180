package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.AnswerWriter;

/** Writes a response, and tells it whole once it has ended. */
public interface ResponseWriter extends AnswerWriter {

    /** The id under which the response can be stored. */
    String id();

    /** The response as it can be stored; complete after {@link #end}. */
    String response();
}
