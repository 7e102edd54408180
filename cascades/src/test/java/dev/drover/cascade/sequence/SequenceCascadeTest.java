package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** A weak and a strong model that answer as one, in virtual time. */
class SequenceCascadeTest {

    private static final ChatRequest REQUEST = ChatRequest.of("pair", "Hi");

    private VirtualTimeScheduler time;
    private final List<AnswerPart> parts = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long firstWord = -1;

    @BeforeEach
    void stopTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letTheClockRun() {
        VirtualTimeScheduler.reset();
    }

    private static DeferralOptions options(Map<String, Object> given) {
        return options(Confidence.MEAN, given);
    }

    private static DeferralOptions options(Confidence by, Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>(Map.of("threshold", .8, "holdTokens", 4, "holdMillis", 1000));
        all.putAll(given);
        return DeferralOptions.of(by, DeferralOptions.schema(by).resolve(all));
    }

    private Disposable ask(PacedClient weak, PacedClient strong, DeferralOptions options, ChatRequest request) {
        SequenceCascade cascade = new SequenceCascade(new SequenceCascade.Member("weak", weak),
                new SequenceCascade.Member("strong", strong), options, PacedClient::read);
        return cascade.stream(request).subscribe(part -> {
            parts.add(part);
            if (firstWord < 0 && part instanceof AnswerPart.Text) {
                firstWord = time.now(TimeUnit.MILLISECONDS);
            }
        }, failures::add);
    }

    private void wait(int millis) {
        time.advanceTimeBy(Duration.ofMillis(millis));
    }

    private String text() {
        return parts.stream()
                .map(part -> part instanceof AnswerPart.Text words ? words.text() : "")
                .collect(Collectors.joining());
    }

    private Map<?, ?> fact(String name) {
        return parts.stream()
                .filter(AnswerPart.Facts.class::isInstance)
                .map(part -> ((AnswerPart.Facts) part).values().get(name))
                .filter(Map.class::isInstance)
                .map(value -> (Map<?, ?>) value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSureBeginningIsHeldThenHandedOutWholeAndTheRestFollows() {
        PacedClient weak = new PacedClient(50, 10, "a:.9 b:.9 c:.95 d:.9 e:.1 f:.1");
        PacedClient strong = new PacedClient(100, 10, "S:1");
        ask(weak, strong, options(Map.of()), REQUEST);
        wait(79);
        assertThat(parts).as("three tokens are there, none is handed out").isEmpty();
        wait(1);
        assertThat(text()).isEqualTo("abcd");
        wait(1000);
        assertThat(text()).as("what was committed to is not judged again").isEqualTo("abcdef");
        assertThat(parts).noneMatch(AnswerPart.Logprobs.class::isInstance)
                .contains(new AnswerPart.Finish(0, "stop"), new Usage(7, 6, 0));
        assertThat(strong.asked).isEmpty();
        assertThat(fact("deferral").get("answeredBy")).isEqualTo("weak");
        assertThat(fact(SequenceCascade.USAGE_FACT))
                .isEqualTo(Map.of("weak", Map.of("promptTokens", 7, "completionTokens", 6)));
    }

    @Test
    void aDoubtfulBeginningIsNeverSeenAndItsModelIsCancelled() {
        PacedClient weak = new PacedClient(50, 10, "a:.9 b:.2 c:.9 d:.9 e:.9");
        PacedClient strong = new PacedClient(100, 10, "S:1 T:1");
        ask(weak, strong, options(Map.of("hedge", "never")), REQUEST);
        wait(10_000);
        assertThat(text()).isEqualTo("ST");
        assertThat(firstWord).as("judged after 80 ms, then the strong model's own time").isEqualTo(180);
        assertThat(weak.cancelled).hasValue(1);
        assertThat(weak.produced).hasValue(4);
        assertThat(fact("deferral").get("judgedTokens")).isEqualTo(4);
        assertThat(fact(SequenceCascade.USAGE_FACT))
                .isEqualTo(Map.of("strong", Map.of("promptTokens", 7, "completionTokens", 2), "weak",
                        Map.of("promptTokens", 7, "completionTokens", 4)));
    }

    @Test
    void aDoubtStartsTheStrongModelBeforeTheJudgement() {
        PacedClient weak = new PacedClient(50, 10, "a:.3 b:.3 c:.3 d:.3");
        PacedClient strong = new PacedClient(100, 10, "S:1 T:1");
        ask(weak, strong, options(Map.of("hedge", "likely")), REQUEST);
        wait(10_000);
        assertThat(text()).isEqualTo("ST");
        assertThat(firstWord).as("started after two tokens, 60 ms").isEqualTo(160);
    }

    @Test
    void aHedgeThatIsNotNeededIsCancelledAndBillsWhatItProduced() {
        PacedClient weak = new PacedClient(50, 10, "a:.3 b:.3 c:1 d:1 e:1 f:1");
        PacedClient strong = new PacedClient(500, 10, "S:1 T:1");
        ask(weak, strong, options(Map.of("hedge", "likely", "threshold", .5)), REQUEST);
        wait(65);
        assertThat(strong.asked).hasSize(1);
        wait(10_000);
        assertThat(text()).isEqualTo("abcdef");
        assertThat(strong.cancelled).hasValue(1);
        assertThat(strong.produced).hasValue(0);
        assertThat(fact(SequenceCascade.USAGE_FACT).get("strong"))
                .isEqualTo(Map.of("promptTokens", 7, "completionTokens", 0));
    }

    @Test
    void aSilentWeakModelIsHedgedAndTheStrongModelsFirstWordEndsTheWaiting() {
        PacedClient weak = new PacedClient(5_000, 10, "a:.9 b:.9 c:.9 d:.9");
        PacedClient strong = new PacedClient(200, 10, "S:1 T:1");
        ask(weak, strong, options(Map.of("hedgeMillis", 100)), REQUEST);
        wait(10_000);
        assertThat(text()).isEqualTo("ST");
        assertThat(firstWord).isEqualTo(300);
        assertThat(weak.cancelled).hasValue(1);
        assertThat(weak.produced).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(DeferralOptions.Hedge.class)
    void anAnswerBeginsWithinItsBoundWhateverTheTwoModelsDo(DeferralOptions.Hedge hedge) {
        SplittableRandom random = new SplittableRandom(91);
        for (int round = 0; round < 200; round++) {
            letTheClockRun();
            stopTheClock();
            parts.clear();
            firstWord = -1;
            StringBuilder answer = new StringBuilder("w:" + random.nextDouble());
            for (int i = random.nextInt(8); i > 0; i--) {
                answer.append(" w:").append(random.nextDouble(.5, 1));
            }
            int strongFirst = random.nextInt(1, 2_000);
            PacedClient weak = new PacedClient(random.nextInt(1, 3_000), random.nextInt(1, 300), answer.toString());
            PacedClient strong = new PacedClient(strongFirst, 5, "S:1 S:1 S:1");
            int hold = random.nextInt(1, 1_500);
            int after = random.nextInt(0, 400);
            ask(weak, strong, options(Map.of("hedge", hedge.name().toLowerCase(Locale.ROOT), "holdMillis", hold,
                    "hedgeMillis", after, "threshold", .7)), REQUEST);
            wait(60_000);
            int bound = hedge == DeferralOptions.Hedge.ALWAYS ? Math.min(hold, after) + strongFirst
                    : hold + strongFirst;
            assertThat(firstWord).as("round %s", round).isBetween(0L, (long) bound);
            assertThat(text()).as("one model's answer, whole").matches("w+|SSS");
            assertThat(text()).hasSize(text().startsWith("S") ? 3 : answer.toString().split(" ").length);
        }
    }

    @Test
    void withoutLogProbabilitiesTheStrongModelAnswers() {
        PacedClient weak = new PacedClient(10, 10, "a:1 b:1 c:1 d:1 e:1 f:1 g:1");
        weak.tellsLogprobs = false;
        ask(weak, new PacedClient(10, 10, "S:1"), options(Map.of("hedge", "never")), REQUEST);
        wait(10_000);
        assertThat(text()).isEqualTo("S");
        assertThat(weak.produced.get()).isLessThan(7);
    }

    @Test
    void aWeakModelThatFailsIsDeferred() {
        PacedClient failing = new PacedClient(10, 10, "a:1");
        failing.failure = new InferenceFailure.Unavailable("away", "away", null);
        ask(failing, new PacedClient(10, 10, "S:1"), options(Map.of("hedge", "never")), REQUEST);
        wait(1_000);
        assertThat(text()).isEqualTo("S");
        assertThat(fact("deferral").get("judgedWhen")).isEqualTo("the weak model failed: away");
    }

    @Test
    void whereTheHedgeFailsTheWeakModelsAnswerIsKept() {
        PacedClient strong = new PacedClient(10, 10, "S:1");
        strong.speaks = false;
        strong.failure = new InferenceFailure.Unavailable("gone", "gone", null);
        ask(new PacedClient(50, 50, "a:.1 b:.1 c:.1 d:.1 e:.1"), strong, options(Map.of("hedge", "likely")), REQUEST);
        wait(10_000);
        assertThat(text()).isEqualTo("abcde");
        assertThat(failures).isEmpty();
    }

    @Test
    void whenBothFailNothingHasBegunSoThatOthersMayAnswer() {
        PacedClient weak = new PacedClient(10, 10, "a:.1");
        PacedClient strong = new PacedClient(10, 10, "S:1");
        strong.speaks = false;
        weak.failure = new InferenceFailure.Unavailable("away", "away", null);
        strong.failure = new InferenceFailure.Unavailable("gone", "gone", null);
        ask(weak, strong, options(Map.of("hedge", "never")), REQUEST);
        wait(1_000);
        assertThat(failures).singleElement().isSameAs(strong.failure);
        assertThat(parts).isEmpty();
    }

    @Test
    void aClientThatGoesAwayCancelsBoth() {
        PacedClient weak = new PacedClient(50, 50, "a:.9 b:.9 c:.9 d:.9");
        PacedClient strong = new PacedClient(500, 10, "S:1");
        Disposable client = ask(weak, strong, options(Map.of("hedge", "always", "hedgeMillis", 10)), REQUEST);
        wait(60);
        client.dispose();
        wait(10_000);
        assertThat(weak.cancelled).hasValue(1);
        assertThat(strong.cancelled).hasValue(1);
        assertThat(weak.produced).hasValue(1);
        assertThat(parts).isEmpty();
    }

    @Test
    void whatCannotBeJudgedGoesToTheStrongModelAsItIs() {
        RequestBody body = new RequestBody(ApiForm.CHAT, "{}", Map.of());
        ChatRequest several = REQUEST.withBody(body).withOptions(AnswerOptions.PLAIN.withChoices(2));
        PacedClient weak = new PacedClient(1, 1, "a:1");
        PacedClient strong = new PacedClient(1, 1, "S:1");
        ask(weak, strong, options(Map.of()), several);
        wait(100);
        assertThat(weak.asked).isEmpty();
        assertThat(strong.asked).containsExactly(several.withModel("strong"));
    }

    @Test
    void samplesThatAgreeAreKeptAndOthersAreNot() {
        DeferralOptions vote = options(Confidence.AGREEMENT, Map.of("threshold", .6, "samples", 3, "hedge", "never"));
        PacedClient agreed = new PacedClient(10, 10, "so:1 95:1", "no:1 94:1", "so:1 95:1");
        ask(agreed, new PacedClient(10, 10, "S:1"), vote, REQUEST);
        wait(1_000);
        assertThat(text()).isEqualTo("so95");
        assertThat(fact("deferral").get("confidence")).isEqualTo(.6667);
        assertThat(parts).as("all samples are paid for").contains(new Usage(21, 6, 0));
        assertThat(agreed.asked)
                .allMatch(request -> request.sampling().temperature() != null && request.sampling().temperature() > 0);
        parts.clear();
        ask(new PacedClient(10, 10, "94:1", "95:1", "96:1"), new PacedClient(10, 10, "S:1"), vote, REQUEST);
        wait(1_000);
        assertThat(text()).isEqualTo("S");
    }

    @Test
    void aResultIsTheLastLineWithoutCaseSpacesAndMarks() {
        List<AnswerPart> answer = List.of(new AnswerPart.Text(0, "Working.\n"),
                new AnswerPart.Text(0, "  The ANSWER:  95. \n"));
        assertThat(Vote.result(answer)).isEqualTo("the answer: 95");
    }
}
