package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects an answer's parts while they pass, and gives up on one of more than a million characters. */
public final class AnswerRecorder {

    private static final int MOST_CHARACTERS = 1 << 20;

    private final List<AnswerPart> parts = new ArrayList<>();
    private final boolean stream;
    private int size;

    /** Begins to collect an answer that is delivered as a stream, or whole. */
    public AnswerRecorder(boolean stream) {
        this.stream = stream;
    }

    /** Takes a part. */
    public void add(AnswerPart part) {
        size = Math.min(size, MOST_CHARACTERS + 1) + StoredAnswer.size(part);
        if (size <= MOST_CHARACTERS) {
            parts.add(part);
        } else {
            parts.clear();
        }
    }

    /** The answer, once it is complete; null when it was too large. */
    public @Nullable StoredAnswer answer() {
        return parts.isEmpty() || size > MOST_CHARACTERS ? null : new StoredAnswer(stream, parts);
    }
}
