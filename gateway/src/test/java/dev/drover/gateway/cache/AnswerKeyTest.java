package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerKeyTest {

    @Test
    void orderLayoutAndDeliveryDoNotMatter() {
        assertThat(key("{\"a\":1,\"b\":{\"c\":[1,2],\"d\":null}}")).isEqualTo(
                key("{ \"b\": {\"d\":null,\"c\":[1, 2]}, \"stream\": true, \"a\": 1, \"stream_options\":{} }"));
    }

    @Test
    void everythingElseDoes() {
        AnswerKey key = key("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":true}}");
        assertThat(key("{\"a\":[\"y\",\"x\"],\"b\":{\"stream\":true}}")).isNotEqualTo(key);
        assertThat(key("{\"a\":[\"x,y\"],\"b\":{\"stream\":true}}")).isNotEqualTo(key);
        assertThat(key("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":false}}")).isNotEqualTo(key);
        assertThat(AnswerKey.of("v2", "t", request("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":true}}"))).isNotEqualTo(key);
        assertThat(AnswerKey.of("v", "u", request("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":true}}"))).isNotEqualTo(key);
    }

    @Test
    void anAnswerTooLargeIsNotKept() {
        AnswerRecorder recorder = new AnswerRecorder(true);
        recorder.add(new AnswerPart.Text(0, "small"));
        assertThat(recorder.answer()).isNotNull();
        recorder.add(new AnswerPart.Text(0, "x".repeat(2_000_000)));
        assertThat(recorder.answer()).isNull();
    }

    private static AnswerKey key(String body) {
        return AnswerKey.of("v", "t", request(body));
    }

    private static ChatRequest request(String body) {
        return new ChatRequest("m", List.of(Message.user("Hi")), Sampling.UNSET, null, List.of(), body);
    }
}
