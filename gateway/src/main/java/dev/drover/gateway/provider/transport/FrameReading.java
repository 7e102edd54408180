package dev.drover.gateway.provider.transport;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer, whatever the provider. Messages in which a client would see nothing yet are held back until one comes
 * that it would, so that a stream that dies before can still be answered elsewhere; one with usage alone goes on only to
 * a client that asked for it. Used by one thread at a time; {@link #begun} and {@link #done} may be read by others.
 */
public final class FrameReading {

    private static final int MOST_HELD = 1_000;

    private final String where;
    private final Translation translation;
    private final Delivery delivery;
    private final List<AnswerPart> held = new ArrayList<>();
    private int messagesHeld;
    private volatile boolean begun;
    private volatile boolean done;
    private boolean apart;
    private @Nullable Usage usage;

    /**
     * Begins to read.
     *
     * @param where what the deployment is called
     * @param translation understands the answer
     * @param delivery how it is wanted
     */
    public FrameReading(String where, Translation translation, Delivery delivery) {
        this.where = where;
        this.translation = translation;
        this.delivery = delivery;
        this.apart = !delivery.passOn();
    }

    /** The answer comes as a stream, or whole; it is taken apart where the other was asked for. */
    public void comes(boolean asStream) {
        apart = !delivery.passOn() || delivery.stream() != asStream;
    }

    /** Whether something of the answer has been handed out. */
    public boolean begun() {
        return begun;
    }

    /** Whether the provider has said that this was all. */
    public boolean done() {
        return done;
    }

    /** What a message of a stream brings. */
    public List<AnswerPart> message(String data) {
        if (done) {
            return List.of();
        }
        Translation.Seen seen = seen(() -> translation.message(data, apart));
        done = seen.done();
        if (seen.onlyUsage() && (apart || !delivery.usageWanted())) {
            return List.of();
        }
        if (apart) {
            held.addAll(seen.parts());
        } else if (!seen.equals(Translation.Seen.DONE)) {
            held.add(new AnswerPart.Frame(data));
        }
        messagesHeld++;
        if (!begun && !seen.visible() && messagesHeld < MOST_HELD) {
            return List.of();
        }
        begun = true;
        return release();
    }

    private List<AnswerPart> release() {
        List<AnswerPart> parts = List.copyOf(held);
        held.clear();
        return parts;
    }

    /** What is left when the connection has ended. */
    public List<AnswerPart> end() {
        if (!translation.complete(done)) {
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
    public List<AnswerPart> whole(String body) {
        Translation.Seen seen = seen(() -> translation.whole(body, apart));
        begun = true;
        List<AnswerPart> parts = new ArrayList<>(apart ? seen.parts() : List.of(new AnswerPart.Frame(body)));
        if (usage != null) {
            parts.add(usage);
        }
        return parts;
    }

    private Translation.Seen seen(java.util.function.Supplier<Translation.Seen> reading) {
        Translation.Seen seen;
        try {
            seen = reading.get();
        } catch (IllegalArgumentException malformed) {
            throw failure("stream_malformed", "upstream_malformed",
                    "sent what is no answer: " + malformed.getMessage());
        }
        if (seen.error() != null) {
            String told = "sent an error: " + seen.error().message();
            if (seen.error().busy() && !begun) {
                throw new InferenceFailure.Overloaded(503, "upstream_busy", Duration.ofSeconds(1), where + " " + told);
            }
            throw failure("upstream_error", "upstream_error", told);
        }
        if (seen.usage() != null) {
            usage = seen.usage();
        }
        return seen;
    }

    private InferenceFailure failure(String broken, String unavailable, String what) {
        return begun ? new InferenceFailure.Broken(broken, where + " " + what, null)
                : new InferenceFailure.Unavailable(unavailable, where + " " + what, null);
    }
}
