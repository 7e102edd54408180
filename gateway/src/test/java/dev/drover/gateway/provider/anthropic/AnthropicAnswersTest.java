package dev.drover.gateway.provider.anthropic;

import dev.drover.gateway.fixture.Answers;
import dev.drover.gateway.provider.AnswersRoundTrip;
import dev.drover.gateway.wire.messages.MessagesDialect;
import org.junit.jupiter.api.Test;

class AnthropicAnswersTest {

    @Test
    void messagesKeepTheirMeaning() {
        AnswersRoundTrip.check(new MessagesDialect(), AnthropicTranslation::new, new Answers(63, true));
    }
}
