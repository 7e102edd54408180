package dev.drover.gateway.wire.messages;

import dev.drover.gateway.fixture.Conversations;
import dev.drover.inference.ChatRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Anthropic's form carries everything that a request can say, but for the seed. */
class MessagesRoundTripTest {

    @Test
    void whatIsWrittenIsReadBack() {
        Conversations conversations = new Conversations(15);
        for (int round = 0; round < 500; round++) {
            ChatRequest drawn = conversations.next();
            ChatRequest request = drawn.withMaxTokens(9).withSampling(drawn.sampling().withSeed(null));
            byte[] body = MessagesBody.of(request, 9).toString().getBytes(StandardCharsets.UTF_8);
            assertThat(MessagesReader.read(ByteBuffer.wrap(body)).request().withBody(null)).isEqualTo(request);
        }
    }
}
