package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

import static dev.drover.inference.decode.Answers.parts;
import static dev.drover.inference.decode.Answers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What demanding callers ask of an answer: nothing before it can begin, exact ends, and no noise when they leave. */
class GenerationEdgesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

    @AfterEach
    void hooksAreReset() {
        Hooks.resetOnErrorDropped();
    }

    @Test
    void aModelThatIsFullIsSaidSoBeforeAnythingBegins() {
        ScriptedModel model = new ScriptedModel("x", 1, 8);
        Generation full = new Generation("full", model, (prompt, room, shaping, adjustment, random) -> {
            throw new InferenceFailure.Overloaded(503, "engine_full", Duration.ofSeconds(1), "sequences: 2 are open");
        });
        StepVerifier.create(full.stream(ChatRequest.of("m", "hi")))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(InferenceFailure.Overloaded.class))
                .verify(PATIENCE);
    }

    @Test
    void aPromptWithoutTokensIsRejectedByField() {
        StepVerifier.create(client(new ScriptedModel("x", 1, 8)).stream(ChatRequest.of("m", "")))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(InferenceFailure.Rejected.class)
                            .hasMessageStartingWith("messages: no tokens");
                    assertThat(((InferenceFailure.Rejected) failure).field()).isEqualTo("messages");
                })
                .verify(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aLimitBelowOneIsRejectedByField(int limit) {
        StepVerifier.create(client(new ScriptedModel("x", 1, 8)).stream(ChatRequest.of("m", "hi").withMaxTokens(limit)))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(InferenceFailure.Rejected.class)
                        .hasMessage("max_tokens: " + limit + " (expected: at least 1)"))
                .verify(PATIENCE);
    }

    @Test
    void aLimitOfOneTokenGivesOneTokenAndItsUsage() {
        List<AnswerPart> parts = parts(client(new ScriptedModel("abc", 9, 100)),
                ChatRequest.of("m", "hi").withMaxTokens(1));
        assertThat(parts).containsExactly(new AnswerPart.Begin(0, "scripted"), new AnswerPart.Text(0, "a"),
                new AnswerPart.Facts(java.util.Map.of("calls", 1)), new AnswerPart.Finish(0, "length"),
                new Usage(2, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aLimitInTheMiddleOfACharacterGivesNoHalfOfIt(int limit) {
        List<AnswerPart> parts = parts(client(new ScriptedModel("🐑", 1, 100)),
                ChatRequest.of("m", "hi").withMaxTokens(limit));
        assertThat(text(parts)).isEqualTo("\uFFFD");
        assertThat(parts).contains(new AnswerPart.Finish(0, "length"), new Usage(2, limit, 0));
    }

    @Test
    void anAnswerThatEndsAtItsLimitHasStopped() {
        List<AnswerPart> parts = parts(client(new ScriptedModel("abc", 1, 100)),
                ChatRequest.of("m", "hi").withMaxTokens(4));
        assertThat(parts).contains(new AnswerPart.Finish(0, "stop"), new Usage(2, 4, 0));
    }

    @Test
    void whatIsHeldBackForAStopTextComesOutAtTheLimit() {
        ChatRequest request = new ChatRequest("m", List.of(Message.user("hi")), Sampling.UNSET, 4, List.of("cdX"),
                null);
        assertThat(text(parts(client(new ScriptedModel("abcdef", 1, 100)), request))).isEqualTo("abcd");
    }

    @Test
    void aStopTextThatIsTheWholeAnswerLeavesAnEmptyOne() {
        ChatRequest request = new ChatRequest("m", List.of(Message.user("hi")), Sampling.UNSET, null, List.of("a"),
                null);
        List<AnswerPart> parts = parts(client(new ScriptedModel("abc", 1, 100)), request);
        assertThat(parts).noneMatch(AnswerPart.Text.class::isInstance)
                .contains(new AnswerPart.Finish(0, "stop", "a"), new Usage(2, 1, 0));
    }

    @Test
    void demandWithoutLimitMayBeRepeated() {
        BaseSubscriber<AnswerPart> greedy = new BaseSubscriber<>() {

            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                for (int i = 0; i < 20; i++) {
                    subscription.request(Long.MAX_VALUE);
                }
            }

            @Override
            protected void hookOnNext(AnswerPart part) {
                requestUnbounded();
            }
        };
        List<AnswerPart> seen = new CopyOnWriteArrayList<>();
        client(new ScriptedModel("abcdef", 1, 100)).stream(ChatRequest.of("m", "hi"))
                .doOnNext(seen::add)
                .subscribe(greedy);
        await().atMost(PATIENCE).until(greedy::isDisposed);
        assertThat(text(seen)).isEqualTo("abcdef");
        assertThat(seen.getLast()).isInstanceOf(Usage.class);
    }

    @Test
    void aCallerThatLeavesCausesNoErrorThatNobodyHears() {
        Hooks.onErrorDropped(dropped::add);
        for (int taken = 0; taken < 6; taken++) {
            ScriptedModel model = new ScriptedModel("x".repeat(10_000), 1, 20_000);
            StepVerifier.create(client(model).stream(ChatRequest.of("m", "hi")), taken)
                    .expectSubscription()
                    .expectNextCount(taken)
                    .thenCancel()
                    .verify(PATIENCE);
            if (taken > 0) {
                await().atMost(PATIENCE).untilTrue(model.closed);
            }
        }
        assertThat(dropped).isEmpty();
    }

    @Test
    void everySubscriptionIsAnAnswerOfItsOwn() {
        ScriptedModel model = new ScriptedModel("abc", 1, 100);
        var answer = client(model).stream(ChatRequest.of("m", "hi"));
        assertThat(model.asked).as("nothing before subscription").hasValue(0);
        assertThat(answer.collectList().block(PATIENCE)).hasSizeGreaterThan(3);
        assertThat(answer.filter(AnswerPart.Text.class::isInstance).count().block(PATIENCE)).isEqualTo(3);
    }

    private static Generation client(ScriptedModel model) {
        return new Generation("scripted", model, model.method());
    }
}
