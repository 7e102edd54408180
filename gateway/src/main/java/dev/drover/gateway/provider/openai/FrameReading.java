package dev.drover.gateway.provider.openai;

import dev.drover.gateway.wire.BodyEdit;
import dev.drover.gateway.wire.FrameParts;
import dev.drover.gateway.wire.FrameScan;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer. Frames in which a client would see nothing yet are held back until one comes that it would, so that
 * a stream that dies before can still be answered elsewhere; a frame with usage alone goes on only to a client that
 * asked for it. An answer is complete when {@code [DONE]} came, or its connection ended after each choice had; one
 * without any choice never is.
 */
final class FrameReading {

    private static final String DONE = "[DONE]";
    private static final int MOST_HELD = 1_000;

    private final String where;
    private final @Nullable BodyEdit asked;
    private final List<String> held = new ArrayList<>();
    private volatile boolean begun;
    private volatile boolean done;
    private final BitSet open = new BitSet();
    private final BitSet finished = new BitSet();
    private boolean typed;
    private @Nullable Usage usage;

    /**
     * Begins to read.
     *
     * @param where what the deployment is called
     * @param asked the request's body; null for a request made here, which is answered with parts instead of frames
     */
    FrameReading(String where, @Nullable BodyEdit asked) {
        this.where = where;
        this.asked = asked;
        this.typed = asked == null;
    }

    /** The answer comes as a stream of events, or whole; it is taken apart where the other was asked for. */
    void comes(boolean asEvents) {
        typed = asked == null || asked.stream() != asEvents;
    }

    /** Whether something of the answer has been handed out. */
    boolean begun() {
        return begun;
    }

    /** Whether the provider has said that this was all. */
    boolean done() {
        return done;
    }

    /** What an event brings. */
    List<AnswerPart> parts(SseParser.Event event) {
        if (done || !(event instanceof SseParser.Data data)) {
            return List.of();
        }
        if (data.text().strip().equals(DONE)) {
            done = true;
            return List.of();
        }
        FrameScan scan = scan(data.text());
        open.or(scan.choices());
        finished.or(scan.finished());
        if (scan.usage() != null) {
            usage = scan.usage();
        }
        if (scan.onlyUsage() && (typed || asked == null || !asked.usageWanted())) {
            return List.of();
        }
        held.add(data.text());
        if (!begun && !scan.visible() && held.size() < MOST_HELD) {
            return List.of();
        }
        begun = true;
        return release();
    }

    private List<AnswerPart> release() {
        List<AnswerPart> parts = new ArrayList<>(held.size());
        for (String frame : held) {
            if (typed) {
                parts.addAll(FrameParts.of(frame));
            } else {
                parts.add(new AnswerPart.Frame(frame));
            }
        }
        held.clear();
        return parts;
    }

    /** What is left when the connection has ended. */
    List<AnswerPart> end() {
        if (open.isEmpty() || (!done && !finished.equals(open))) {
            throw failure("stream_cut", "upstream_cut", "ended before its answer did");
        }
        List<AnswerPart> parts = new ArrayList<>(release());
        begun = true;
        if (usage != null) {
            parts.add(usage);
        }
        return parts;
    }

    /** The parts of an answer that came whole. */
    List<AnswerPart> whole(String body) {
        FrameScan scan = scan(body);
        if (scan.choices().isEmpty()) {
            throw failure("stream_malformed", "upstream_malformed", "answered without choices");
        }
        begun = true;
        List<AnswerPart> parts = new ArrayList<>(typed ? FrameParts.of(body) : List.of(new AnswerPart.Frame(body)));
        if (scan.usage() != null) {
            parts.add(scan.usage());
        }
        return parts;
    }

    private FrameScan scan(String frame) {
        FrameScan scan;
        try {
            scan = FrameScan.of(frame);
        } catch (IllegalArgumentException malformed) {
            throw failure("stream_malformed", "upstream_malformed", "sent what is no JSON object");
        }
        if (scan.error() != null) {
            throw failure("upstream_error", "upstream_error", "sent an error: " + scan.error());
        }
        return scan;
    }

    private InferenceFailure failure(String broken, String unavailable, String what) {
        return begun ? new InferenceFailure.Broken(broken, where + " " + what, null)
                : new InferenceFailure.Unavailable(unavailable, where + " " + what, null);
    }
}
