package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;

/**
 * Answers that are being made in this process. Whoever asks the same while one is made gets it too, from its start, and
 * may leave when they like: the work is cancelled when the last has left. Safe for use by many threads.
 */
final class Flights {

    private static final int MOST_CHARACTERS = 16 << 20;

    private final ConcurrentMap<String, Flux<AnswerPart>> running = new ConcurrentHashMap<>();

    /**
     * The answer of a flight: the one that runs, or a new one.
     *
     * @param flight the same for requests that may share an answer
     * @param made has the answer made
     * @param joined is called when the answer is one that runs already
     */
    Flux<AnswerPart> join(String flight, Flux<AnswerPart> made, Runnable joined) {
        return Flux.defer(() -> {
            AtomicReference<Flux<AnswerPart>> own = new AtomicReference<>();
            Flux<AnswerPart> shared = running.computeIfAbsent(flight, absent -> {
                own.set(shared(flight, own, made));
                return own.get();
            });
            if (own.get() == null) {
                joined.run();
            }
            return shared;
        });
    }

    /** It leaves the map before its end is told, so that nobody joins what is over. */
    private Flux<AnswerPart> shared(String flight, AtomicReference<Flux<AnswerPart>> self, Flux<AnswerPart> made) {
        Runnable over = () -> running.remove(flight, self.get());
        return bounded(made).doOnTerminate(over).doOnCancel(over).replay().refCount();
    }

    /** All parts are kept for those who join late, so there is an end to how many there may be. */
    private static Flux<AnswerPart> bounded(Flux<AnswerPart> made) {
        return Flux.defer(() -> {
            long[] size = {0};
            return made.handle((part, sink) -> {
                size[0] += StoredAnswer.size(part);
                if (size[0] > MOST_CHARACTERS) {
                    sink.error(new InferenceFailure.Broken("answer_too_large", "answer: more than " + MOST_CHARACTERS
                            + " characters (expected: less where answers are shared); ask with Cache-Control: no-cache",
                            null));
                } else {
                    sink.next(part);
                }
            });
        });
    }

    /** How many run. */
    int running() {
        return running.size();
    }
}
