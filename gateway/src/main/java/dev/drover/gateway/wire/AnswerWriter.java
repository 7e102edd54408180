package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;

/** Writes one answer's parts in one form, as a stream or whole. Used by one thread at a time. */
public interface AnswerWriter {

    /** What a part brings to be sent; empty when it is not yet time for anything. */
    String write(AnswerPart part);

    /** What ends a complete answer; of one that is delivered whole, the body. */
    String end();
}
