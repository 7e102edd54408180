package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Answers of a real, if meaningless, model: whole, cut short, refused, abandoned, and many at a time. */
@Timeout(120)
class LocalModelClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Sampling WARM = new Sampling(1.2, 0.95, 40, null, 7L);

    @TempDir
    private Path folder = Path.of("");
    private final LocalEngine engine = new LocalEngine(
            new EngineOptions(2, new Limits(1L << 28, 3, Duration.ofMillis(60))));
    @SuppressWarnings("NullAway.Init")
    private LocalModel model;
    @SuppressWarnings("NullAway.Init")
    private LocalModelClient client;

    @BeforeEach
    void opensAModel() throws IOException {
        model = engine.open("odd", TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0));
        client = new LocalModelClient(model);
    }

    @AfterEach
    void closes() {
        engine.close();
    }

    private static ChatRequest request(String text, Sampling sampling, Integer limit, String... stop) {
        return new ChatRequest("odd", List.of(Message.user(text)), sampling, limit, List.of(stop), null);
    }

    private List<AnswerPart> parts(ChatRequest request) {
        return Objects.requireNonNull(client.stream(request).collectList().block(PATIENCE));
    }

    private static String text(List<AnswerPart> parts) {
        return parts.stream()
                .filter(AnswerPart.Text.class::isInstance)
                .map(part -> ((AnswerPart.Text) part).text())
                .collect(Collectors.joining());
    }

    private static Usage usage(List<AnswerPart> parts) {
        return (Usage) parts.getLast();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17})
    void anAnswerHasAsManyTokensAsAskedForAndCountsItsPrompt(int limit) {
        List<AnswerPart> parts = parts(request("hello there", Sampling.GREEDY, limit));
        assertThat(parts.getFirst()).isEqualTo(new AnswerPart.Begin(0, "odd"));
        assertThat(usage(parts).promptTokens()).isEqualTo(model.prompt("hello there").length);
        assertThat(usage(parts).completionTokens()).isBetween(1, limit);
        assertThat(usage(parts).totalTokens()).isEqualTo(usage(parts).promptTokens() + usage(parts).completionTokens());
    }

    @Test
    void theSeedDecidesAWarmAnswerAndNothingElseDoes() {
        List<AnswerPart> first = parts(request("seed", WARM, 30));
        List<Flux<AnswerPart>> three = List.of(client.stream(request("seed", WARM, 30)),
                client.stream(request("another prompt at the same time", WARM, 30)),
                client.stream(request("seed", WARM, 30)));
        List<List<AnswerPart>> together = Objects.requireNonNull(
                Flux.fromIterable(three).flatMapSequential(Flux::collectList).collectList().block(PATIENCE));
        assertThat(together.getFirst()).isEqualTo(first).isEqualTo(together.getLast());
        assertThat(together.get(1)).isNotEqualTo(first);
        Sampling otherSeed = new Sampling(1.2, 0.95, 40, null, 8L);
        assertThat(text(parts(request("seed", otherSeed, 30)))).isNotEqualTo(text(first));
    }

    @Test
    void oneCandidateIsTheGreedyOneWhateverTheTemperature() {
        String greedy = text(parts(request("one", Sampling.GREEDY, 25)));
        assertThat(text(parts(request("one", new Sampling(2.0, null, 1, null, 1L), 25)))).isEqualTo(greedy);
        assertThat(text(parts(request("one", new Sampling(2.0, 1e-9, null, null, 2L), 25)))).isEqualTo(greedy);
        assertThat(text(parts(request("one", new Sampling(1.0, null, null, 0.999999, 3L), 25)))).isEqualTo(greedy);
    }

    @Test
    void textOfAModelThatTalksNonsenseIsStillWholeCharacters() {
        for (long seed = 0; seed < 12; seed++) {
            List<AnswerPart> parts = parts(request("bytes", new Sampling(2.0, null, null, null, seed), 60));
            for (AnswerPart part : parts) {
                if (part instanceof AnswerPart.Text(int choice, String piece)) {
                    assertThat(piece).isNotEmpty();
                    assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
                    assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isFalse();
                }
            }
        }
    }

    @Test
    void aStopTextCutsTheAnswerAtItsFirstPlaceThoughTokensStraddleIt() {
        String whole = text(parts(request("stop", WARM, 40)));
        for (int at = 1; at + 3 < whole.length(); at += 5) {
            String stop = whole.substring(at, at + 3);
            if (Character.isSurrogate(stop.charAt(0)) || stop.contains("\uFFFD")) {
                continue;
            }
            List<AnswerPart> parts = parts(request("stop", WARM, 40, stop));
            assertThat(text(parts)).as("until %s", stop).isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(parts).contains(new AnswerPart.Finish(0, "stop", stop));
        }
    }

    @Test
    void aPromptMustLeaveRoomForAToken() {
        String longest = "a ".repeat(2_000);
        StepVerifier.create(client.stream(request(longest, Sampling.GREEDY, 1)))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(InferenceFailure.Rejected.class)
                        .hasMessageContaining("expected: at most 511"))
                .verify(PATIENCE);
        assertThat(model.statistics().passes()).isZero();
    }

    @Test
    void anAnswerMayFillTheContextToTheLastToken() {
        ChatRequest unlimited = request("fill", new Sampling(1.0, null, null, null, 5L), null);
        List<AnswerPart> parts = parts(unlimited);
        assertThat(usage(parts).totalTokens()).isLessThanOrEqualTo(512);
        if (parts.contains(new AnswerPart.Finish(0, "length"))) {
            assertThat(usage(parts).totalTokens()).isEqualTo(512);
        }
    }

    @Test
    void aFullEngineRefusesWithATimeAndTakesTheNextWhenOneHasLeft() {
        List<TokenSequence> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(model.open(SequenceOptions.capacity(8)));
        }
        StepVerifier.create(client.stream(request("full", Sampling.GREEDY, 2)))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(InferenceFailure.Overloaded.class))
                .verify(PATIENCE);
        open.removeLast().close();
        assertThat(parts(request("full", Sampling.GREEDY, 2))).isNotEmpty();
        open.forEach(TokenSequence::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void anAbandonedAnswerGivesItsPlaceBack(int taken) {
        for (int round = 0; round < 6; round++) {
            StepVerifier.create(client.stream(request("leave", WARM, 400)), taken)
                    .expectSubscription()
                    .expectNextCount(taken)
                    .thenCancel()
                    .verify(PATIENCE);
            awaitEveryPlaceFree();
        }
    }

    private void awaitEveryPlaceFree() {
        List<TokenSequence> all = new ArrayList<>();
        await().atMost(PATIENCE).ignoreException(InferenceFailure.Overloaded.class).until(() -> {
            all.add(model.open(SequenceOptions.capacity(8)));
            return all.size() == 3;
        });
        all.forEach(TokenSequence::close);
    }

    @Test
    void aClosedModelIsUnavailableAndForgotten() {
        model.close();
        expectUnavailable("model_closed");
        assertThat(engine.models()).as("nothing is kept of a closed model").isZero();
    }

    @Test
    void aClosedEngineIsUnavailable() {
        engine.close();
        expectUnavailable("engine_closed");
    }

    private void expectUnavailable(String code) {
        StepVerifier.create(client.stream(request("closed", Sampling.GREEDY, 2))).expectErrorSatisfies(failure -> {
            assertThat(failure).isInstanceOf(InferenceFailure.Unavailable.class);
            assertThat(((InferenceFailure) failure).code()).isEqualTo(code);
        }).verify(PATIENCE);
    }
}
