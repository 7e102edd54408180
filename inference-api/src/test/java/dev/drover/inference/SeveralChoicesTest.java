package dev.drover.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SeveralChoicesTest {

    private final List<ChatRequest> asked = new ArrayList<>();
    private final ModelClient one = request -> {
        asked.add(request);
        return Flux.just(new AnswerPart.Begin(0, "m"), new AnswerPart.Text(0, request.messages().getFirst().content()),
                new AnswerPart.Reasoning(0, "hm"), new AnswerPart.Refusal(0, "no"),
                new AnswerPart.ToolCallDelta(0, 2, "id", "f", "{}"), new AnswerPart.Logprobs(0, "{}"),
                new AnswerPart.Finish(0, "stop", "END"), new Usage(5, 3, 1, 2, 1));
    };

    private static ChatRequest request(int choices) {
        return ChatRequest.of("m", "Hi")
                .withSampling(Sampling.UNSET.withSeed(7L))
                .withOptions(AnswerOptions.PLAIN.withChoices(choices))
                .withBody(new RequestBody(ApiForm.CHAT, "{}"));
    }

    private List<AnswerPart> parts(ChatRequest request) {
        return new SeveralChoices(one).stream(request).collectList().blockOptional().orElseThrow();
    }

    @Test
    void oneChoiceIsAskedForAsItCame() {
        ChatRequest request = request(1);
        assertThat(parts(request)).contains(new Usage(5, 3, 1, 2, 1));
        assertThat(asked).containsExactly(request);
    }

    @Test
    void eachOfSeveralIsAskedForWithASeedOfItsOwnAndKeepsItsIndex() {
        List<AnswerPart> parts = parts(request(3));

        assertThat(asked).extracting(each -> each.sampling().seed()).containsExactly(7L, 8L, 9L);
        assertThat(asked).allMatch(each -> each.options().choices() == 1 && each.body() == null);
        for (int choice = 0; choice < 3; choice++) {
            assertThat(parts).contains(new AnswerPart.Begin(choice, "m"), new AnswerPart.Text(choice, "Hi"),
                    new AnswerPart.Reasoning(choice, "hm"), new AnswerPart.Refusal(choice, "no"),
                    new AnswerPart.ToolCallDelta(choice, 2, "id", "f", "{}"), new AnswerPart.Logprobs(choice, "{}"),
                    new AnswerPart.Finish(choice, "stop", "END"));
        }
    }

    @Test
    void usageComesOnceAtTheEndAndCountsThePromptOnce() {
        List<AnswerPart> parts = parts(request(3));

        assertThat(parts.stream().filter(Usage.class::isInstance)).containsExactly(new Usage(5, 9, 1, 2, 3));
        assertThat(parts.getLast()).isInstanceOf(Usage.class);
    }

    @Test
    void eachPromptOfACompletionHasItsOwnChoicesAndIsCounted() {
        ChatRequest request = ChatRequest.of("m", List.of(Message.user("a"), Message.user("b")))
                .withOptions(AnswerOptions.PLAIN.withChoices(2))
                .continued();
        List<AnswerPart> parts = parts(request);

        assertThat(parts).contains(new AnswerPart.Text(0, "a"), new AnswerPart.Text(1, "a"),
                new AnswerPart.Text(2, "b"), new AnswerPart.Text(3, "b"), new Usage(10, 12, 2, 4, 4));
        assertThat(asked).allMatch(each -> each.messages().size() == 1 && each.verbatim());
    }

    @Test
    void cancellingCancelsAllAndNoMoreThanFourRunAtOnce() {
        AtomicInteger running = new AtomicInteger();
        ModelClient endless = request -> Flux.<AnswerPart>never()
                .doOnSubscribe(begun -> running.incrementAndGet())
                .doOnCancel(running::decrementAndGet);
        StepVerifier.create(new SeveralChoices(endless).stream(request(9)))
                .then(() -> assertThat(running).hasValue(4))
                .thenCancel()
                .verify();
        assertThat(running).hasValue(0);
    }
}
