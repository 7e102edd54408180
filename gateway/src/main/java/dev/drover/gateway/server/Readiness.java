package dev.drover.gateway.server;

import dev.drover.gateway.lane.Doors;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Whether the gateway takes requests: not before its models are warm, and no longer once it is told to stop. Answers
 * that run then may finish for a while and are cut with an error after it. Safe for use by many threads.
 */
final class Readiness {

    private enum State {
        WARMING, READY, DRAINING
    }

    private final AtomicInteger running = new AtomicInteger();
    private final Sinks.Empty<Void> cut = Sinks.empty();
    private final Set<Sinks.Empty<Void>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;
    private volatile boolean warm;
    private volatile State state = State.WARMING;

    /** The models are warm. */
    void ready() {
        warm = true;
        if (state == State.WARMING) {
            state = State.READY;
        }
    }

    /** Whether requests are taken; null when they are, else why not. */
    @Nullable
    String refusal() {
        return switch (state) {
            case WARMING -> "the models are being loaded";
            case READY -> null;
            case DRAINING -> "the gateway is stopping";
        };
    }

    /** Whether the models have been warm. */
    boolean started() {
        return warm;
    }

    /** How many answers run. */
    int running() {
        return running.get();
    }

    /**
     * An answer that counts as running while it does, and that ends with an error when draining takes too long.
     *
     * @throws InferenceFailure.Overloaded when no requests are taken
     */
    <T> Flux<T> running(Flux<T> answer) {
        String refusal = refusal();
        if (refusal != null) {
            return Flux.error(refused(refusal));
        }
        return Flux.defer(() -> {
            running.incrementAndGet();
            return answer
                    // cut is no error of its own: takeUntilOther cancels nothing when the other one fails
                    .takeUntilOther(cut.asMono())
                    .concatWith(
                            Mono.defer(() -> isCut
                                    ? Mono.error(new InferenceFailure.Broken("shutting_down",
                                            "the gateway stops and the answer took too long; ask again", null))
                                    : Mono.empty()))
                    .doFinally(signal -> end());
        });
    }

    /** The same for the fast lane. */
    Doors doors() {
        return new Doors() {
            @Override
            public @Nullable String refusal() {
                return Readiness.this.refusal();
            }

            @Override
            public Flux<AnswerPart> running(Flux<AnswerPart> answer) {
                return Readiness.this.running(answer);
            }
        };
    }

    static InferenceFailure refused(String why) {
        return new InferenceFailure.Overloaded(503, "not_ready", Duration.ofSeconds(1), why + "; try again shortly");
    }

    private void cut() {
        isCut = true;
        cut.tryEmitEmpty();
    }

    private void end() {
        if (running.decrementAndGet() == 0) {
            waiting.forEach(Sinks.Empty::tryEmitEmpty);
        }
    }

    /** Takes no more requests; ends when the running answers have, or when they were cut after a time. */
    Mono<Void> drain(Duration most) {
        return Mono.defer(() -> {
            state = State.DRAINING;
            Sinks.Empty<Void> idle = Sinks.empty();
            waiting.add(idle);
            if (running.get() == 0) {
                idle.tryEmitEmpty();
            }
            return idle.asMono().timeout(most, Mono.fromRunnable(this::cut)).doFinally(signal -> waiting.remove(idle));
        });
    }
}
