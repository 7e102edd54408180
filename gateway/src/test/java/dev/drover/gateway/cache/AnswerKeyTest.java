package dev.drover.gateway.cache;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        assertThat(AnswerKey.of("p", "v2", "t", request("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":true}}")))
                .isNotEqualTo(key);
        assertThat(AnswerKey.of("p", "v", "u", request("{\"a\":[\"x\",\"y\"],\"b\":{\"stream\":true}}")))
                .isNotEqualTo(key);
    }

    @Test
    void theSameBodyInAnotherFormIsAnotherRequest() {
        ChatRequest chat = request("{\"model\":\"m\"}");
        assertThat(AnswerKey.of("p", "v", "t", chat.withBody(new RequestBody(ApiForm.MESSAGES, "{\"model\":\"m\"}"))))
                .isNotEqualTo(AnswerKey.of("p", "v", "t", chat));
    }

    @Test
    void whatIsDeliveredInAnthropicsFramesIsNotReplayedAnotherWay() {
        ChatRequest request = request("{}");
        AnswerKey whole = AnswerKey.of("p", "v", "t", request.withBody(new RequestBody(ApiForm.MESSAGES, "{\"a\":1}")));
        RequestBody stream = new RequestBody(ApiForm.MESSAGES, "{\"a\":1,\"stream\":true}");
        assertThat(AnswerKey.of("p", "v", "t", request.withBody(stream))).isNotEqualTo(whole);
        assertThat(AnswerKey.of("p", "v", "t",
                request.withBody(new RequestBody(ApiForm.MESSAGES, "{\"a\":1}", Map.of("anthropic-beta", "b")))))
                .isNotEqualTo(whole);
    }

    @Test
    void aRequestWithoutABodyIsToldApartByWhatItSays() {
        ChatRequest plain = request("{}").withBody(null);
        AnswerKey key = AnswerKey.of("p", "v", "t", plain);
        assertThat(AnswerKey.of("p", "v", "t", request("{\"x\":1}").withBody(null))).isEqualTo(key);
        assertThat(AnswerKey.of("p", "v", "t", plain.continued())).isNotEqualTo(key);
        assertThat(AnswerKey.of("p", "v", "t", plain.withOptions(plain.options().withFormat(AnswerFormat.JSON))))
                .isNotEqualTo(key);
        assertThat(AnswerKey.of("p", "v", "t", plain.withMessages(List.of(Message.user("Ho"))))).isNotEqualTo(key);
    }

    @Test
    void halvesOfCharactersAreToldApart() {
        assertThat(List.of("\\ud83d", "\\ud83c", "\\udc11", "?", "\\ufffd")
                .stream()
                .map(letter -> key("{\"messages\":\"" + letter + "\"}"))
                .distinct()).hasSize(5);
    }

    @Test
    void anyOrderOfFieldsIsTheSameRequestAndAnyOtherValueIsAnother() {
        Random random = new Random(31);
        List<String> fields = new ArrayList<>(List.of("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                "\"seed\":7", "\"temperature\":0", "\"tools\":[{\"x\":null}]", "\"stop\":\"a\"", "\"user\":\"u\"",
                "\"max_tokens\":5", "\"stream\":true"));
        List<String> others = List.of("\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]", "\"seed\":8",
                "\"temperature\":1", "\"tools\":[{\"x\":0}]", "\"stop\":[\"a\"]", "\"user\":\"v\"", "\"max_tokens\":6");
        AnswerKey key = key("{" + String.join(",", fields) + "}");
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(fields, random);
            assertThat(key("{" + String.join(" ,\n", fields) + "}")).isEqualTo(key);
            String other = others.get(round % others.size());
            String name = other.substring(0, other.indexOf(':'));
            assertThat(key("{"
                    + String.join(",", fields.stream().map(field -> field.startsWith(name) ? other : field).toList())
                    + "}")).as(other).isNotEqualTo(key);
        }
    }

    @Test
    void anAnswerTooLargeIsNotKept() {
        AnswerRecorder recorder = new AnswerRecorder(true);
        recorder.add(new AnswerPart.Text(0, "small"));
        assertThat(recorder.answer()).isNotNull();
        recorder.add(new AnswerPart.Text(0, "x".repeat(2_000_000)));
        assertThat(recorder.answer()).isNull();
        recorder.add(new AnswerPart.Text(0, "the end alone"));
        assertThat(recorder.answer()).isNull();
    }

    private static AnswerKey key(String body) {
        return AnswerKey.of("p", "v", "t", request(body));
    }

    private static ChatRequest request(String body) {
        return new ChatRequest("m", List.of(Message.user("Hi")), Sampling.UNSET, null, List.of(),
                new RequestBody(ApiForm.CHAT, body));
    }
}
