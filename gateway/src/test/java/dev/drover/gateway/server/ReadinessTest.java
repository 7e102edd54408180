package dev.drover.gateway.server;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Overloaded;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Readiness readiness = new Readiness();

    @Test
    void nothingIsTakenBeforeTheModelsAreWarmNorAfterTheEndHasBegun() {
        assertThat(readiness.refusal()).contains("loaded");
        StepVerifier.create(readiness.running(Flux.just(1))).verifyError(Overloaded.class);
        readiness.ready();
        StepVerifier.create(readiness.running(Flux.just(1))).expectNext(1).verifyComplete();
        StepVerifier.create(readiness.drain(MINUTE)).verifyComplete();
        readiness.ready();
        assertThat(readiness.refusal()).contains("stopping");
        StepVerifier.create(readiness.running(Flux.just(1))).verifyError(Overloaded.class);
    }

    @Test
    void everyAnswerIsCountedUntilItEndsHoweverThatIs() {
        readiness.ready();
        Sinks.Many<Integer> completed = Sinks.many().unicast().onBackpressureBuffer();
        TestPublisher<Integer> failed = TestPublisher.create();
        Disposable one = readiness.running(completed.asFlux()).subscribe();
        Disposable two = readiness.running(failed.flux()).subscribe(value -> {
        }, failure -> {
        });
        Disposable three = readiness.running(Flux.never()).subscribe();
        assertThat(readiness.running()).isEqualTo(3);

        completed.tryEmitComplete().orThrow();
        failed.error(new IllegalStateException("died"));
        three.dispose();
        assertThat(readiness.running()).isZero();
        assertThat(one.isDisposed() && two.isDisposed()).isTrue();
    }

    @Test
    void drainingWaitsForTheLastAnswer() {
        readiness.ready();
        TestPublisher<Integer> answer = TestPublisher.create();
        readiness.running(answer.flux()).subscribe();
        StepVerifier.withVirtualTime(() -> readiness.drain(MINUTE))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(59))
                .then(answer::complete)
                .verifyComplete();
    }

    @Test
    void anAnswerThatOutlivesTheDrainIsCutOffWithItsWorkCancelled() {
        readiness.ready();
        TestPublisher<Integer> answer = TestPublisher.create();
        StepVerifier cut = StepVerifier.create(readiness.running(answer.flux()))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOfSatisfying(
                        InferenceFailure.Broken.class, broken -> assertThat(broken.code()).isEqualTo("shutting_down")))
                .verifyLater();
        StepVerifier.withVirtualTime(() -> readiness.drain(MINUTE)).thenAwait(MINUTE).verifyComplete();
        cut.verify(MINUTE);
        answer.assertCancelled();
        assertThat(readiness.running()).isZero();
    }
}
