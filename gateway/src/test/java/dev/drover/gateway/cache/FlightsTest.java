package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class FlightsTest {

    private final Flights flights = new Flights();
    private final TestPublisher<AnswerPart> upstream = TestPublisher.create();
    private final AtomicInteger joined = new AtomicInteger();

    private Flux<AnswerPart> join() {
        return flights.join("same", upstream.flux(), joined::incrementAndGet);
    }

    private static AnswerPart part(String text) {
        return new AnswerPart.Text(0, text);
    }

    @Test
    void whoComesLateGetsTheAnswerFromItsStart() {
        StepVerifier first = StepVerifier.create(join())
                .expectNext(part("a"), part("b"), part("c"))
                .expectComplete()
                .verifyLater();
        upstream.next(part("a"), part("b"));
        StepVerifier late = StepVerifier.create(join())
                .expectNext(part("a"), part("b"), part("c"))
                .expectComplete()
                .verifyLater();
        upstream.next(part("c")).complete();

        first.verify();
        late.verify();
        upstream.assertSubscribers(0);
        assertThat(upstream.wasSubscribed()).isTrue();
        assertThat(joined).hasValue(1);
        assertThat(flights.running()).isZero();
    }

    @Test
    void theWorkIsCancelledWhenTheLastHasLeftAndNoSooner() {
        Disposable one = join().subscribe();
        Disposable two = join().subscribe();
        one.dispose();
        upstream.assertNotCancelled();
        assertThat(flights.running()).isOne();
        two.dispose();
        upstream.assertCancelled();
        assertThat(flights.running()).isZero();
    }

    @Test
    void aFailureIsEverybodysAndTheNextOneBeginsAnew() {
        InferenceFailure away = new InferenceFailure.Unavailable("upstream_failed", "away", null);
        StepVerifier one = StepVerifier.create(join()).expectErrorMatches(away::equals).verifyLater();
        StepVerifier two = StepVerifier.create(join()).expectErrorMatches(away::equals).verifyLater();
        upstream.error(away);
        one.verify();
        two.verify();

        StepVerifier.create(flights.join("same", Flux.just(part("new")), joined::incrementAndGet))
                .expectNext(part("new"))
                .verifyComplete();
        assertThat(joined).as("only the second joined").hasValue(1);
    }

    @Test
    void othersFlyByThemselves() {
        Disposable one = join().subscribe();
        StepVerifier.create(flights.join("other", Flux.just(part("x")), joined::incrementAndGet))
                .expectNext(part("x"))
                .verifyComplete();
        assertThat(joined).hasValue(0);
        one.dispose();
    }

    @Test
    void anAnswerWithoutEndIsCutBeforeItFillsTheMemory() {
        String megabyte = "x".repeat(1 << 20);
        StepVerifier.create(flights.join("endless", Flux.just(part(megabyte)).repeat(), joined::incrementAndGet))
                .thenConsumeWhile(part -> true)
                .verifyErrorSatisfies(failure -> assertThat(failure).isInstanceOfSatisfying(
                        InferenceFailure.Broken.class, cut -> assertThat(cut.code()).isEqualTo("answer_too_large")));
    }
}
