package dev.drover.gateway.provider.scripted;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Broken;
import dev.drover.inference.InferenceFailure.Overloaded;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ScriptedProviderTest {

    private static final ChatRequest REQUEST = ChatRequest.of("s", "What is this?");

    private static ModelClient client(Map<String, Object> script) {
        ScriptedProvider provider = new ScriptedProvider();
        return provider.client(new Endpoint(
                new Model.Deployment("scripted", provider.url(), "s", null, 1, 0,
                        new Model.Call(Map.of(), Map.of(), provider.options().resolve(script))),
                Model.Clocks.STANDARD, null));
    }

    @Test
    void itSaysItsTextAWordAtATime() {
        List<AnswerPart> parts = client(Map.of("text", "Hello there,  you", "reasoning", "Hm so")).stream(REQUEST)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(parts).containsExactly(new AnswerPart.Begin(0, "s"), new AnswerPart.Reasoning(0, "Hm"),
                new AnswerPart.Reasoning(0, " so"), new AnswerPart.Text(0, "Hello"), new AnswerPart.Text(0, " there,"),
                new AnswerPart.Text(0, "  you"), new AnswerPart.Finish(0, "stop"), new Usage(3, 5, 0, 0, 2));
    }

    @Test
    void itEchoesAndObeysTheLimitOnTokens() {
        StepVerifier.create(client(Map.of("echo", true)).stream(REQUEST.withMaxTokens(2))
                .ofType(AnswerPart.Text.class)
                .map(AnswerPart.Text::text)).expectNext("What", " is").verifyComplete();
        StepVerifier.create(client(Map.of("echo", true)).stream(REQUEST.withMaxTokens(2)))
                .thenConsumeWhile(part -> !(part instanceof AnswerPart.Finish))
                .expectNext(new AnswerPart.Finish(0, "length"), new Usage(3, 2, 0))
                .verifyComplete();
    }

    @Test
    void itTakesTheTimeThatItIsTold() {
        StepVerifier
                .withVirtualTime(() -> client(Map.of("firstMillis", 5_000, "pieceMillis", 100, "text", "one two"))
                        .stream(REQUEST))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(5_100))
                .expectNext(new AnswerPart.Begin(0, "s"))
                .expectNoEvent(Duration.ofMillis(100))
                .expectNext(new AnswerPart.Text(0, "one"))
                .thenAwait(Duration.ofMillis(300))
                .expectNextCount(3)
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"rejected,0", "busy,0", "unavailable,0", "cut,2", "error,2"})
    void itFailsAsItIsTold(String fault, int before) {
        Class<? extends InferenceFailure> kind = switch (fault) {
            case "rejected" -> Rejected.class;
            case "busy" -> Overloaded.class;
            case "unavailable" -> Unavailable.class;
            default -> Broken.class;
        };
        StepVerifier.create(client(Map.of("fault", fault, "faultAfter", 2)).stream(REQUEST))
                .expectNextCount(before)
                .verifyError(kind);
    }

    @Test
    void itStallsUntilItIsCancelled() {
        StepVerifier.withVirtualTime(() -> client(Map.of("fault", "stall", "faultAfter", 1)).stream(REQUEST))
                .expectNext(new AnswerPart.Begin(0, "s"))
                .expectNoEvent(Duration.ofHours(1))
                .thenCancel()
                .verify();
    }
}
