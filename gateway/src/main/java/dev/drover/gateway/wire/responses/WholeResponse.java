package dev.drover.gateway.wire.responses;

import dev.drover.inference.AnswerPart;
import org.jspecify.annotations.Nullable;

/** A response that is delivered whole: what its events would build. */
final class WholeResponse implements ResponseWriter {

    private final ResponseStream events;

    private @Nullable String passedOn;

    WholeResponse(ResponseStream events) {
        this.events = events;
    }

    @Override
    public String write(AnswerPart part) {
        if (part instanceof AnswerPart.Frame frame) {
            passedOn = frame.data();
            events.handedOn(frame.data());
        } else {
            events.write(part);
        }
        return "";
    }

    @Override
    public String end() {
        events.end();
        String body = passedOn;
        return body != null ? body : events.response();
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
