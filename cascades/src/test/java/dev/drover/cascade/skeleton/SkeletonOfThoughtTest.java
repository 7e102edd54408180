package dev.drover.cascade.skeleton;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers by points over a model that replies to each of its calls as a script says, word by word, in virtual time. */
class SkeletonOfThoughtTest {

    private static final String OUTLINE = "1. Less noise\n2. Clean air\n3. Room to walk";

    private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private String routing = "A";
    private String outline = OUTLINE;
    private Function<String, String> points = point -> "said of " + point;

    private Flux<AnswerPart> reply(ChatRequest request) {
        asked.add(request);
        String text = request.lastUserText();
        String said = text.contains("Reply with the letter") ? routing
                : text.contains("outline alone") ? outline
                        : text.contains("Write point") ? points.apply(number(text)) : "a plain answer";
        Duration word = Duration.ofMillis(said.contains("slowly") ? 1_000 : 10);
        Flux<AnswerPart> words = Flux.fromArray(said.split("(?<= )"))
                .concatMap(one -> Mono.<AnswerPart>just(new AnswerPart.Text(0, one)).delayElement(word));
        Flux<AnswerPart> answer = said.contains("fail")
                ? Flux.error(new InferenceFailure.Broken("broken", "the model broke", null))
                : Flux.just(new AnswerPart.Finish(0, "stop"), new Usage(10, said.split(" ").length, 0));
        return Flux.<AnswerPart>just(new AnswerPart.Begin(0, "model"))
                .concatWith(words)
                .concatWith(answer)
                .doFinally(signal -> cancelled.addAndGet(signal == SignalType.CANCEL ? 1 : 0));
    }

    private static String number(String text) {
        return text.replaceAll("(?s).*Write point (\\d+).*", "$1");
    }

    private ModelClient client(SkeletonOptions options) {
        return new SkeletonOfThought("model", this::reply, options);
    }

    private static ChatRequest question() {
        return ChatRequest.of("points", "Why fewer cars?");
    }

    private List<AnswerPart> answer(ChatRequest request) {
        AtomicInteger done = new AtomicInteger();
        List<AnswerPart> parts = new CopyOnWriteArrayList<>();
        StepVerifier
                .withVirtualTime(() -> client(SkeletonOptions.STANDARD).stream(request)
                        .doOnNext(parts::add)
                        .then(Mono.fromRunnable(done::incrementAndGet)))
                .thenAwait(Duration.ofMinutes(2))
                .verifyComplete();
        return parts;
    }

    private static String text(List<AnswerPart> parts) {
        return parts.stream()
                .map(part -> part instanceof AnswerPart.Text text ? text.text() : "")
                .collect(Collectors.joining());
    }

    @Test
    void pointsAreWrittenAtOnceAndStandInOrder() {
        points = point -> point.equals("1") ? "said slowly of 1" : "said of " + point;
        List<AnswerPart> parts = answer(question());
        assertThat(text(parts))
                .isEqualTo("1. Less noise: said slowly of 1\n2. Clean air: said of 2\n" + "3. Room to walk: said of 3");
        assertThat(parts.getFirst()).isEqualTo(new AnswerPart.Begin(0, "model"));
        assertThat(parts).filteredOn(AnswerPart.Begin.class::isInstance).hasSize(1);
        assertThat(parts).filteredOn(AnswerPart.Finish.class::isInstance)
                .containsExactly(new AnswerPart.Finish(0, "stop"));
        assertThat(parts.getLast()).as("five calls; 1, 8, 4, 3 and 3 words").isEqualTo(new Usage(50, 19, 0));
        assertThat(asked).hasSize(5);
    }

    @Test
    void aLongAnswerTakesTheTimeOfItsLongestPoint() {
        points = point -> "slowly written words";
        StepVerifier.withVirtualTime(
                () -> client(new SkeletonOptions(SkeletonOptions.When.ALWAYS, 10, 10)).stream(question()).then())
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(3_000))
                .thenAwait(Duration.ofMillis(200))
                .verifyComplete();
    }

    @Test
    void theFirstPointIsStreamedAsItIsWritten() {
        points = point -> "one slowly two";
        StepVerifier
                .withVirtualTime(() -> client(SkeletonOptions.STANDARD).stream(question())
                        .filter(AnswerPart.Text.class::isInstance)
                        .map(part -> ((AnswerPart.Text) part).text()))
                .thenAwait(Duration.ofMillis(200))
                .expectNext("1. Less noise: ")
                .thenAwait(Duration.ofMillis(1_000))
                .expectNext("one ")
                .thenAwait(Duration.ofMillis(1_000))
                .expectNext("slowly ")
                .thenCancel()
                .verify();
        assertThat(cancelled).as("all three points").hasValue(3);
    }

    @Test
    void questionsThatWantNoPointsAreAnsweredAsEver() {
        routing = "B, as it is a sum.";
        List<AnswerPart> parts = answer(question());
        assertThat(text(parts)).isEqualTo("a plain answer");
        assertThat(parts.getLast()).as("the asking counts").isEqualTo(new Usage(20, 3 + 6, 0));
        assertThat(asked.getLast()).isEqualTo(question().withModel("model"));
    }

    @Test
    void anOutlineWithoutPointsIsLeft() {
        outline = "I would rather not.";
        assertThat(text(answer(question()))).isEqualTo("a plain answer");
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatCannotBeWrittenByPointsIsNotTried() {
        assertThat(text(answer(question().withStop(List.of("."))))).isEqualTo("a plain answer");
        assertThat(text(answer(question().withOptions(question().options().withLogprobs(0)))))
                .isEqualTo("a plain answer");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aPointThatFailsFailsTheAnswerAndCancelsTheOthers() {
        points = point -> point.equals("2") ? "fail" : "slowly written";
        StepVerifier.withVirtualTime(() -> client(SkeletonOptions.STANDARD).stream(question()).then())
                .thenAwait(Duration.ofMinutes(1))
                .verifyError(InferenceFailure.Broken.class);
        assertThat(cancelled).as("the other two, at least").hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void outlinesAreReadHoweverTheyAreNumbered() {
        assertThat(Skeleton.read("Sure!\n 1) One thing \n2.Two\n\n10. Ten\nand so on", 10).points())
                .containsExactly("One thing", "Two", "Ten");
        assertThat(Skeleton.read(OUTLINE, 2).points()).containsExactly("Less noise", "Clean air");
        assertThat(Skeleton.wanted(" a.")).isTrue();
        assertThat(Skeleton.wanted("Also B")).isFalse();
    }
}
