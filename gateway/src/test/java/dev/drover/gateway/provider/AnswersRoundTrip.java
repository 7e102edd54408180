package dev.drover.gateway.provider;

import dev.drover.gateway.fixture.Answers;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.FrameReading;
import dev.drover.gateway.provider.transport.SseParser;
import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.Dialect;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** What one gateway writes in a form means the same to another that reads it as a provider's, as a stream or whole. */
public final class AnswersRoundTrip {

    private static final ChatCall CALL = new ChatCall(ChatRequest.of("m", "Hi"), true, true);
    private static final AnswerForm FORM = new AnswerForm("id_1", 7, "m", true, Map::of);

    private AnswersRoundTrip() {}

    /** Checks answers of every shape. */
    public static void check(Dialect dialect, Supplier<Translation> translation, Answers answers) {
        for (int round = 0; round < 500; round++) {
            List<AnswerPart> answer = answers.next();
            Map<String, String> meaning = Answers.meaning(answer);
            assertThat(Answers.meaning(streamed(dialect, translation.get(), answer))).as("%s", answer)
                    .isEqualTo(meaning);
            assertThat(Answers.meaning(whole(dialect, translation.get(), answer))).as("whole %s", answer)
                    .isEqualTo(meaning);
        }
    }

    private static List<AnswerPart> streamed(Dialect dialect, Translation translation, List<AnswerPart> answer) {
        AnswerWriter writer = dialect.stream(FORM, CALL);
        StringBuilder stream = new StringBuilder();
        answer.forEach(part -> stream.append(writer.write(part)));
        stream.append(writer.end());
        FrameReading reading = new FrameReading("up", translation, Delivery.PARTS);
        List<AnswerPart> read = new ArrayList<>();
        new SseParser(1 << 20).add(stream.toString().getBytes(StandardCharsets.UTF_8))
                .forEach(message -> read.addAll(reading.message(message)));
        read.addAll(reading.end());
        return read;
    }

    private static List<AnswerPart> whole(Dialect dialect, Translation translation, List<AnswerPart> answer) {
        AnswerWriter writer = dialect.whole(FORM, CALL);
        answer.forEach(writer::write);
        return new FrameReading("up", translation, Delivery.PARTS).whole(writer.end());
    }
}
