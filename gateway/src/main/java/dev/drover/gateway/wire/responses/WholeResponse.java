package dev.drover.gateway.wire.responses;

import dev.drover.inference.AnswerPart;

/** A response that is delivered whole: what its events would build. */
final class WholeResponse implements ResponseWriter {

    private final ResponseStream events;

    WholeResponse(ResponseStream events) {
        this.events = events;
    }

    @Override
    public String write(AnswerPart part) {
        events.write(part);
        return "";
    }

    @Override
    public String end() {
        events.end();
        return events.response();
    }

    @Override
    public String id() {
        return events.id();
    }

    @Override
    public String response() {
        return events.response();
    }
}
