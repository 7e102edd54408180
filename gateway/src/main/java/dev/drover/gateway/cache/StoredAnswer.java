package dev.drover.gateway.cache;

import dev.drover.gateway.wire.FrameParts;
import dev.drover.gateway.wire.FrameScan;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A complete answer, part by part.
 *
 * @param stream whether frames in it are chunks of a stream; else they are whole completions
 * @param parts in order
 * @param freshUntil when a new one should take its place; {@link Instant#MAX} for never
 */
public record StoredAnswer(boolean stream, List<AnswerPart> parts, Instant freshUntil) {

    /** An answer that is fresh as long as it is kept. */
    public StoredAnswer(boolean stream, List<AnswerPart> parts) {
        this(stream, parts, Instant.MAX);
    }

    /** Copies the parts. */
    public StoredAnswer {
        parts = List.copyOf(parts);
    }

    /**
     * The parts for a client that wants a stream, or a whole answer. A provider's frames are handed on as they came to
     * a client that wants what the first one wanted, and taken apart for one that does not.
     *
     * @param asStream whether a stream is wanted
     * @param withUsage whether a stream shall end with its usage
     */
    public List<AnswerPart> replay(boolean asStream, boolean withUsage) {
        boolean framed = parts.stream().anyMatch(AnswerPart.Frame.class::isInstance);
        boolean usage = parts.stream().anyMatch(StoredAnswer::onlyUsage);
        if (!framed || (asStream == stream && (!stream || usage == withUsage))) {
            return parts;
        }
        if (asStream && stream && usage) {
            return parts.stream().filter(part -> !onlyUsage(part)).toList();
        }
        List<AnswerPart> apart = new ArrayList<>();
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.Frame frame) {
                apart.addAll(FrameParts.of(frame.data()));
            } else if (!(part instanceof Usage)) {
                apart.add(part);
            }
        }
        apart.add(usage());
        return apart;
    }

    /** The same answer, which should be replaced after a time. */
    StoredAnswer freshUntil(Instant time) {
        return new StoredAnswer(stream, parts, time);
    }

    /** Whether a new one should have taken its place. */
    boolean staleAt(Instant time) {
        return time.isAfter(freshUntil);
    }

    private static boolean onlyUsage(AnswerPart part) {
        return part instanceof AnswerPart.Frame frame && FrameScan.of(frame.data()).onlyUsage();
    }

    /** What the answer took when it was made. */
    public Usage usage() {
        Usage usage = Usage.NONE;
        for (AnswerPart part : parts) {
            if (part instanceof Usage used) {
                usage = used;
            } else if (part instanceof AnswerPart.Frame frame && FrameScan.of(frame.data()).usage() != null) {
                usage = java.util.Objects.requireNonNull(FrameScan.of(frame.data()).usage());
            }
        }
        return usage;
    }

    /** How many characters it holds, about. */
    int size() {
        return parts.stream().mapToInt(StoredAnswer::size).sum();
    }

    static int size(AnswerPart part) {
        return 64 + switch (part) {
            case AnswerPart.Text text -> text.text().length();
            case AnswerPart.Reasoning thought -> thought.text().length();
            case AnswerPart.Refusal refusal -> refusal.text().length();
            case AnswerPart.ToolCallDelta call -> call.arguments().length();
            case AnswerPart.Logprobs logprobs -> logprobs.json().length();
            case AnswerPart.Frame frame -> frame.data().length();
            case AnswerPart.Begin begin -> 0;
            case AnswerPart.Finish finish -> 0;
            case AnswerPart.Facts facts -> 256;
            case Usage usage -> 0;
        };
    }
}
