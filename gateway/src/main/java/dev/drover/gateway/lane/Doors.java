package dev.drover.gateway.lane;

import dev.drover.inference.AnswerPart;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Whether requests are taken, and which answers run. Safe for use by many threads. */
public interface Doors {

    /** Whether requests are taken; null when they are, else why not. */
    @Nullable
    String refusal();

    /** An answer that counts as running while it does, and is cut with an error when draining takes too long. */
    Flux<AnswerPart> running(Flux<AnswerPart> answer);
}
