package dev.drover.gateway.provider.balance;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemandTest {

    private static ChatRequest request(Message... messages) {
        return ChatRequest.of("m", List.of(messages));
    }

    @Test
    void allTurnsOfAConversationBeginAlikeAndConversationsDoNot() {
        List<Message> messages = new ArrayList<>(List.of(Message.system("Be brief."), new Message("user", "Hi")));
        String begins = Demand.of(ChatRequest.of("m", messages)).beginning();
        messages.add(new Message("assistant", "Hello"));
        messages.add(new Message("user", "And now?"));
        assertThat(Demand.of(ChatRequest.of("m", messages)).beginning()).isEqualTo(begins);
        assertThat(Demand.of(request(Message.system("Be brief."), new Message("user", "Ho"))).beginning())
                .isNotEqualTo(begins);
    }

    @Test
    void itIsWorthItsPromptAndTheMostItsAnswerMayHave() {
        ChatRequest request = request(new Message("user", "x".repeat(400)));
        assertThat(Demand.of(request).tokens()).isEqualTo(100 + 256);
        assertThat(Demand.of(request.withMaxTokens(7)).tokens()).isEqualTo(107);
    }

    @Test
    void aHugePromptIsNotCopied() {
        ChatRequest request = request(Message.system("x".repeat(1_000_000)), new Message("user", "Hi"));
        assertThat(Demand.of(request).beginning()).hasSizeLessThan(9_000);
    }
}
