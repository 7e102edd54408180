package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import reactor.core.publisher.Flux;

/** Sees to it that of several processes one makes an answer. Never fails by itself: in doubt each makes its own. */
public interface Leases {

    /** Every process for itself. */
    Leases NONE = (asked, made) -> made;

    /**
     * An answer, which this process makes unless another one is making it.
     *
     * @param asked what was asked; is told when another process makes it
     * @param made has it made here
     */
    Flux<AnswerPart> answer(Asked asked, Flux<AnswerPart> made);
}
