package dev.drover.gateway.cache;

import dev.drover.gateway.decision.Decision.CacheUse;
import dev.drover.inference.AnswerPart;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers requests from work that was done for others, as far as the policy allows: from an answer that is kept, else
 * from one that is being made, else by having it made. Safe for use by many threads.
 */
public final class AnswerCache {

    private final AnswerStore store;
    private final Leases leases;
    private final Flights flights = new Flights();
    private final Refreshes refreshes = new Refreshes();

    /**
     * Creates one.
     *
     * @param store where answers are kept
     * @param leases which process makes an answer
     */
    public AnswerCache(AnswerStore store, Leases leases) {
        this.store = store;
        this.leases = leases;
    }

    /**
     * The answer to a request.
     *
     * @param made has it made for the one who asks
     * @param anew has it made for nobody, when the one who asks gets a stale one
     */
    public Flux<AnswerPart> answer(Asked asked, Flux<AnswerPart> made, Flux<AnswerPart> anew) {
        if (asked.reuse().isNone()) {
            return made;
        }
        Flux<AnswerPart> missed = flown(asked, made);
        return asked.reuse().ttl() == null ? missed
                : store.find(asked.key())
                        .map(kept -> hit(kept, asked, anew))
                        .defaultIfEmpty(missed)
                        .flatMapMany(parts -> parts);
    }

    private Flux<AnswerPart> hit(StoredAnswer kept, Asked asked, Flux<AnswerPart> anew) {
        boolean stale = kept.staleAt(Instant.now());
        asked.noted().accept(stale ? CacheUse.STALE : CacheUse.HIT);
        if (stale) {
            Asked silent = new Asked(asked.key(), asked.stream(), asked.withUsage(), asked.reuse(), use -> {
                // nobody asked
            });
            refreshes.start(asked.key(), flown(silent, anew));
        }
        return Flux.fromIterable(kept.replay(asked.stream(), asked.withUsage()));
    }

    private Flux<AnswerPart> flown(Asked asked, Flux<AnswerPart> made) {
        Flux<AnswerPart> kept = Flux.defer(() -> {
            asked.noted().accept(CacheUse.MISS);
            return kept(asked, made);
        });
        return asked.reuse().join()
                ? flights.join(asked.flight(), leases.answer(asked, kept), () -> asked.noted().accept(CacheUse.JOINED))
                : kept;
    }

    private Flux<AnswerPart> kept(Asked asked, Flux<AnswerPart> made) {
        Duration ttl = asked.reuse().ttl();
        if (ttl == null) {
            return made;
        }
        AnswerRecorder recorder = new AnswerRecorder(asked.stream());
        return made.doOnNext(recorder::add).concatWith(Flux.defer(() -> {
            StoredAnswer answer = recorder.answer();
            Duration stale = asked.reuse().stale();
            return answer == null ? Flux.empty()
                    : store.keep(asked.key(), stale.isZero() ? answer : answer.freshUntil(Instant.now().plus(ttl)),
                            ttl.plus(stale)).thenMany(Flux.empty());
        }));
    }

    /**
     * Forgets answers.
     *
     * @param policy the policy that governed them; null for all
     * @return how many were forgotten, as far as that is known
     */
    public Mono<Long> purge(@Nullable String policy) {
        return store.purge(policy);
    }
}
