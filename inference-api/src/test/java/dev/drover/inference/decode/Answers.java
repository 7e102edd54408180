package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ModelClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole answers, for tests that look at all their parts. */
final class Answers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Answers() {}

    static List<AnswerPart> parts(ModelClient client, ChatRequest request) {
        return Objects.requireNonNull(client.stream(request).collectList().block(PATIENCE));
    }

    static String text(List<AnswerPart> parts) {
        StringBuilder text = new StringBuilder();
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.Text(int choice, String piece)) {
                assertThat(choice).isZero();
                assertThat(piece).isNotEmpty();
                text.append(piece);
            }
        }
        return text.toString();
    }
}
