package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import dev.drover.inference.token.Shaping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static dev.drover.inference.decode.Answers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GenerationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void anAnswerIsTheSameInAnyBlockLength(int block) {
        List<AnswerPart> parts = parts(new ScriptedModel("95, said the 🐑.", block, 100), request("hi"));
        assertThat(text(parts)).isEqualTo("95, said the 🐑.");
        assertThat(parts.getFirst()).isEqualTo(new AnswerPart.Begin(0, "scripted"));
        assertThat(parts).contains(new AnswerPart.Finish(0, "stop"));
        assertThat(parts.getLast()).isEqualTo(new Usage(2, 19, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void theLimitOnTokensCutsABlock(int block) {
        List<AnswerPart> parts = parts(new ScriptedModel("abcdefghij", block, 100), request("hi").withMaxTokens(5));
        assertThat(text(parts)).isEqualTo("abcde");
        assertThat(parts).contains(new AnswerPart.Finish(0, "length"));
        assertThat(parts.getLast()).isEqualTo(new Usage(2, 5, 0));
    }

    @Test
    void theContextLimitsAnAnswerWithoutLimit() {
        assertThat(text(parts(new ScriptedModel("abcdefghij", 4, 8), request("hi")))).isEqualTo("abcdef");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aStopTextEndsTheAnswerWhereverBlocksEnd(int block) {
        ChatRequest request = new ChatRequest("m", List.of(Message.user("hi")), Sampling.UNSET, null, List.of("STOP"),
                null);
        List<AnswerPart> parts = parts(new ScriptedModel("abc STOP def", block, 100), request);
        assertThat(text(parts)).isEqualTo("abc ");
        assertThat(parts).contains(new AnswerPart.Finish(0, "stop", "STOP"));
    }

    @Test
    void aPromptThatFillsTheContextIsRejectedWithItsLength() {
        ScriptedModel model = new ScriptedModel("x", 1, 8);
        StepVerifier.create(client(model).stream(request("12345678"))).expectErrorSatisfies(failure -> {
            assertThat(failure).isInstanceOfSatisfying(InferenceFailure.Rejected.class, rejected -> {
                assertThat(rejected.code()).isEqualTo("context_length_exceeded");
                assertThat(rejected.status()).isEqualTo(400);
            }).hasMessageStartingWith("messages: 8 tokens (expected: at most 7");
        }).verify(PATIENCE);
    }

    @Test
    void samplingOutOfRangeIsRejectedByField() {
        ScriptedModel model = new ScriptedModel("x", 1, 8);
        ChatRequest request = request("hi").withSampling(new Sampling(1.0, 2.0, null, null, null));
        StepVerifier.create(client(model).stream(request))
                .expectErrorSatisfies(
                        failure -> assertThat(((InferenceFailure.Rejected) failure).field()).isEqualTo("top_p"))
                .verify(PATIENCE);
    }

    @Test
    void theModelsDefaultsHoldWhenTheRequestIsSilent() {
        ScriptedModel model = new ScriptedModel("x", 1, 8);
        parts(model, request("hi"));
        assertThat(model.shaping).isEqualTo(Shaping.GREEDY);
        parts(model, request("hi").withSampling(new Sampling(0.5, null, null, null, null)));
        assertThat(model.shaping.temperature()).isEqualTo(0.5);
    }

    @Test
    void factsOfTheAlgorithmAreHandedOn() {
        assertThat(parts(new ScriptedModel("abcd", 5, 100), request("hi")))
                .contains(new AnswerPart.Facts(Map.of("calls", 1)));
    }

    @Test
    void cancellingStopsTheLoopAndFreesTheSource() {
        ScriptedModel model = new ScriptedModel("x".repeat(1_000_000), 1, 2_000_000);
        StepVerifier.create(client(model).stream(request("hi")), 3).expectNextCount(3).thenCancel().verify(PATIENCE);
        await().atMost(PATIENCE).untilTrue(model.closed);
        assertThat(model.asked.get()).isLessThan(1_000);
    }

    @Test
    void aSlowSubscriberMakesTheLoopWait() {
        ScriptedModel model = new ScriptedModel("x".repeat(100_000), 1, 200_000);
        StepVerifier.create(client(model).stream(request("hi")), 0)
                .expectSubscription()
                .thenRequest(10)
                .expectNextCount(10)
                .thenAwait(Duration.ofMillis(100))
                .then(() -> assertThat(model.asked.get()).isLessThan(20))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void aFailureOfTheAlgorithmBreaksTheStream() {
        ScriptedModel model = new ScriptedModel("x", 1, 8);
        Generation broken = new Generation("broken", model, (prompt, room, shaping, adjustment, random) -> {
            throw new IllegalStateException("kaput");
        });
        StepVerifier.create(broken.stream(request("hi")))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(InferenceFailure.Broken.class)
                        .hasMessageContaining("broken")
                        .hasRootCauseMessage("kaput"))
                .verify(PATIENCE);
    }

    private static ChatRequest request(String prompt) {
        return ChatRequest.of("m", prompt);
    }

    private static Generation client(ScriptedModel model) {
        return new Generation("scripted", model, model.method());
    }

    private static List<AnswerPart> parts(ScriptedModel model, ChatRequest request) {
        return Answers.parts(client(model), request);
    }
}
