package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.trace.Traces;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure.Cancelled;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Usage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class LabelsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Telemetry telemetry = new Telemetry(meters, Traces.NONE, false);
    private final Decisions decisions = new Decisions();

    @Test
    void aProviderThatMakesUpCodesMakesNoTimeSeries() {
        for (int request = 0; request < 1_000; request++) {
            Rejected odd = new Rejected(400, "odd_" + request, null, "no");
            StepVerifier.create(telemetry.settled(decisions.begin("ann", "", "auto"), null, Flux.error(odd)))
                    .verifyError(Rejected.class);
        }
        assertThat(meters.find("drover.requests").counters()).hasSize(101);
        assertThat(meters.get("drover.requests").tag("outcome", "other").counter().count()).isEqualTo(900);
    }

    @Test
    void whatAClientAsksForIsNoLabel() {
        for (int request = 0; request < 50; request++) {
            Decision decision = decisions.begin("caller-" + request, "team-" + request, "asked-" + request);
            StepVerifier.create(telemetry.settled(decision, null, Flux.empty())).verifyComplete();
        }
        assertThat(meters.find("drover.requests").counters()).hasSize(1);
    }

    @Test
    void anAnswerIsSettledOnceHoweverItEnds() {
        Decision completed = decisions.begin("ann", "", "auto");
        StepVerifier
                .create(telemetry.settled(completed, null,
                        Flux.just(new AnswerPart.Text(0, "a"), new AnswerPart.Text(0, "b"), new Usage(5, 9, 0))))
                .expectNextCount(3)
                .verifyComplete();
        assertThat(completed.usage()).isEqualTo(new Usage(5, 9, 0));

        Decision cancelled = decisions.begin("ann", "", "auto");
        StepVerifier.create(telemetry.settled(cancelled, null,
                Flux.<AnswerPart>just(new AnswerPart.Text(0, "a"), new AnswerPart.Text(0, "b"))
                        .concatWith(Flux.never())))
                .expectNextCount(2)
                .thenCancel()
                .verify();
        assertThat(cancelled.outcome()).isEqualTo("cancelled");
        assertThat(cancelled.usage()).isEqualTo(new Usage(0, 2, 0));

        Decision failed = decisions.begin("ann", "", "auto");
        StepVerifier.create(telemetry.settled(failed, null, Flux.error(new Cancelled()))).verifyError();
        assertThat(failed.outcome()).isEqualTo("cancelled");
        assertThat(meters.find("drover.requests").counters().stream().mapToDouble(one -> one.count()).sum())
                .isEqualTo(3);
    }

    @Test
    void tokensGoUnderTheNewerNameWhereThatIsWanted() {
        Labels labels = new Labels("chat", "openai", "large-1", "large", "provider.example", 443);
        new Instruments(meters, labels, true).used(new Usage(5, 9, 0));
        assertThat(meters.find("gen_ai.client.token.usage").summaries()).isEmpty();
        assertThat(meters.get("gen_ai.client.inference.tokens").tag("gen_ai.token.type", "output").counter().count())
                .isEqualTo(9);
    }
}
