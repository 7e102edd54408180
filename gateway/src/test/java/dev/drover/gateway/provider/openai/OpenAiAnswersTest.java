package dev.drover.gateway.provider.openai;

import dev.drover.gateway.fixture.Answers;
import dev.drover.gateway.provider.AnswersRoundTrip;
import dev.drover.gateway.wire.ChatDialect;
import dev.drover.gateway.wire.responses.ResponsesDialect;
import org.junit.jupiter.api.Test;

class OpenAiAnswersTest {

    @Test
    void chatCompletionsKeepTheirMeaning() {
        AnswersRoundTrip.check(new ChatDialect(), ChatTranslation::new, new Answers(61, false));
    }

    @Test
    void responsesKeepTheirMeaning() {
        AnswersRoundTrip.check(new ResponsesDialect(), ResponsesTranslation::new, new Answers(62, true));
    }
}
