package dev.drover.cascade;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A cascade as those see it who ask it: a model client. The letters go round: a, b, c, d, a. */
class CascadesTest {

    private static final float[][] ROUND = {{0, 9, 0, 0, 0}, {0, 0, 9, 0, 0}, {0, 0, 0, 9, 0}, {9, 0, 0, 0, 1},
            {9, 0, 0, 0, 0}};

    private final TableModel verifier = TableModel.following("large", 4, ROUND);
    private final TableModel drafter = verifier.near("small", 1, 41);
    private final ModelClient client = Cascades.client("pair", drafter, verifier,
            CascadeOptions.of("token-v3", 0.7, 3));

    private static ChatRequest ask(@Nullable Integer limit, String... stop) {
        return new ChatRequest("pair", List.of(Message.user("a")), Sampling.UNSET, limit, List.of(stop), null);
    }

    private static String text(List<AnswerPart> parts) {
        return parts.stream()
                .map(part -> part instanceof AnswerPart.Text text ? text.text() : "")
                .collect(Collectors.joining());
    }

    private List<AnswerPart> answer(ChatRequest request) {
        return answer(client, request);
    }

    private static List<AnswerPart> answer(ModelClient client, ChatRequest request) {
        return client.stream(request).collectList().blockOptional(Duration.ofSeconds(10)).orElseThrow();
    }

    @Test
    void answersCarryTheCascadesNameTextFactsAndUsage() {
        List<AnswerPart> parts = answer(ask(10));
        assertThat(parts.getFirst()).isEqualTo(new AnswerPart.Begin(0, "pair"));
        assertThat(text(parts)).isEqualTo("bcdabcdabc");
        assertThat(parts).contains(new AnswerPart.Finish(0, "length"), new Usage(1, 10, 0));
        assertThat(parts).filteredOn(AnswerPart.Facts.class::isInstance).singleElement().satisfies(part -> {
            assertThat(((AnswerPart.Facts) part).values()).containsEntry("rule", "token-v3")
                    .containsKeys("drafted", "kept", "deferred");
        });
        assertThat(drafter.closed).hasValue(1);
        assertThat(verifier.closed).hasValue(1);
    }

    @Test
    void theLimitOnTokensCutsABlock() {
        for (int limit = 1; limit <= 9; limit++) {
            assertThat(text(answer(ask(limit)))).isEqualTo("bcdabcdabc".substring(0, limit));
        }
    }

    @Test
    void aStopTextMaySpanTheBordersOfBlocks() {
        for (String stop : List.of("bc", "cd", "da", "ab", "abc", "dabc", "abcdabc")) {
            List<AnswerPart> parts = answer(ask(60, stop));
            String whole = "bcdabcdabcdabcd";
            assertThat(text(parts)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(parts).contains(new AnswerPart.Finish(0, "stop", stop));
        }
    }

    @Test
    void anEndInsideABlockEndsTheAnswer() {
        float[][] ending = {{0, 9, 0, 0, 0}, {0, 0, 9, 0, 0}, {0, 0, 0, 0, 9}, {9, 0, 0, 0, 0}, {9, 0, 0, 0, 0}};
        TableModel large = TableModel.following("large", 4, ending);
        for (int gamma = 1; gamma < 6; gamma++) {
            ModelClient ends = Cascades.client("pair", large.near("small", 1, 42), large,
                    CascadeOptions.of("lossless", null, gamma));
            List<AnswerPart> parts = answer(ends, ask(null));
            assertThat(text(parts)).isEqualTo("bc");
            assertThat(parts).contains(new AnswerPart.Finish(0, "stop"), new Usage(1, 3, 0));
        }
    }

    @Test
    void theContextIsTheShorterOne() {
        drafter.context = 12;
        assertThat(text(answer(ask(null)))).hasSize(11);
    }

    @Test
    void cancellingInterruptsTheLoopAndClosesBothSequences() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        verifier.beforeExtend = () -> {
            if (!verifier.calls.isEmpty()) {
                running.countDown();
                try {
                    Thread.sleep(Duration.ofSeconds(30));
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                    throw new InferenceFailure.Cancelled();
                }
            }
        };
        StepVerifier.create(client.stream(ask(50)))
                .expectNext(new AnswerPart.Begin(0, "pair"))
                .expectNext(new AnswerPart.Text(0, "b"))
                .then(() -> await(running))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 1000 && drafter.closed.get() + verifier.closed.get() < 2; i++) {
            Thread.sleep(5);
        }
        assertThat(drafter.closed).hasValue(1);
        assertThat(verifier.closed).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void samplingAboveTemperatureZeroIsRepeatedByItsSeed() {
        TableModel large = TableModel.random("large", 5, TableModel.NO_END, 1, 43);
        ModelClient diverse = Cascades.client("pair", large.near("small", 1, 44), large,
                CascadeOptions.of("token-v3", 0.7, 3));
        ChatRequest seeded = ask(40).withSampling(new Sampling(1.5, null, null, null, 7L));
        String first = text(answer(diverse, seeded));
        assertThat(text(answer(diverse, seeded))).isEqualTo(first);
        ChatRequest other = ask(40).withSampling(new Sampling(1.5, null, null, null, 8L));
        assertThat(text(answer(diverse, other))).isNotEqualTo(first);
    }

    @Test
    void optionsAreCheckedWithEveryProblem() {
        assertThatIllegalArgumentException().isThrownBy(() -> CascadeOptions.of("token-v3", 3.0, 99))
                .withMessageContaining("leniency: 3.0 (expected: a number from -1 to 1)")
                .withMessageContaining("blockLength: 99 (expected: a whole number from 1 to 15 or adaptive)");
        assertThatIllegalArgumentException().isThrownBy(() -> CascadeOptions.of("chaw", 0.1, 5))
                .withMessageContaining("rule: chaw (expected: chow?)");
        assertThat(CascadeOptions.of("token-v3", null, 5).leniency()).isEqualTo(0.7);
    }
}
