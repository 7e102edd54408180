package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers that are made while nobody waits for them, to take the place of stale ones: each key once, 64 at a time. This is
 * a boundary: what is started here is subscribed to by nobody else.
 */
final class Refreshes {

    private static final int MOST = 64;

    private final Set<AnswerKey> running = ConcurrentHashMap.newKeySet();

    /** Begins, unless that key is at it or too many are; a failure leaves the stale answer where it is. */
    void start(AnswerKey key, Flux<AnswerPart> made) {
        if (running.size() < MOST && running.add(key)) {
            made.then().onErrorResume(failure -> Mono.empty()).doFinally(signal -> running.remove(key)).subscribe();
        }
    }
}
