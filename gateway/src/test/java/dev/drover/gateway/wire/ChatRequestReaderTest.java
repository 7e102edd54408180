package dev.drover.gateway.wire;

import dev.drover.inference.ApiForm;
import dev.drover.inference.InferenceFailure.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatRequestReaderTest {

    private static final String HEAD = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void knownFieldsAreReadAndTheBodyIsKept() {
        String body = """
                {"model":"m","unknown":{"x":1.50},"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.1,"seed":7,
                 "max_tokens":5,"max_completion_tokens":6,"stop":["a","b"],"stream":true,
                 "stream_options":{"include_usage":true},"n":2,
                 "messages":[{"role":"system","content":"Be kind."},
                  {"role":"user","content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]},
                  {"role":"assistant","content":null,"tool_calls":[]}]}""";

        ChatCall call = read(body);

        assertThat(call.request().bodyIn(ApiForm.CHAT)).isEqualTo(body);
        assertThat(call.request().model()).isEqualTo("m");
        assertThat(call.request().sampling().temperature()).isEqualTo(0.5);
        assertThat(call.request().sampling().topK()).isEqualTo(40);
        assertThat(call.request().sampling().seed()).isEqualTo(7);
        assertThat(call.request().maxTokens()).isEqualTo(6);
        assertThat(call.request().stop()).containsExactly("a", "b");
        assertThat(call.request().messages()).extracting(message -> message.content())
                .containsExactly("Be kind.", "Hello", "");
        assertThat(call.stream()).isTrue();
        assertThat(call.includeUsage()).isTrue();
        assertThat(call.choices()).isEqualTo(2);
        assertThat(call.request().options().foreign()).isEmpty();
    }

    @Test
    void nullsAreAsIfAbsent() {
        ChatCall call = read(HEAD + ",\"temperature\":null,\"stop\":null,\"stream\":null,\"max_tokens\":null}");
        assertThat(call.request().sampling().temperature()).isNull();
        assertThat(call.stream()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "temperature":3          | temperature: 3 (expected: a number from 0 to 2)
            "temperature":"hot"      | temperature: "hot" (expected: a number from 0 to 2)
            "top_p":1.5              | top_p: 1.5 (expected: a number from 0 to 1)
            "max_tokens":-1          | max_tokens: -1 (expected: a whole number, at least 0)
            "max_tokens":1.5         | max_tokens: 1.5 (expected: a whole number, at least 0)
            "max_tokens":1e400       | max_tokens: 1E+400 (expected: a whole number, at least 0)
            "stop":[1]               | stop[0]: 1 (expected: a text that is not empty)
            "stop":["","a"]          | stop[0]: "" (expected: a text that is not empty)
            "stop":["1","2","3","4","5"] | stop: a list of 5 (expected: a text or a list of at most 4 texts)
            "stream":"yes"           | stream: "yes" (expected: true or false)
            "stream_options":[]      | stream_options: [] (expected: an object)
            "stream_options":{"include_usage":1} | stream_options.include_usage: 1 (expected: true or false)
            "n":0                    | n: 0 (expected: a whole number from 1 to 128)
            "seed":0.5               | seed: 0.5 (expected: a whole number)
            """)
    void aWrongFieldIsNamedWithItsValueAndWhatWasExpected(String field, String message) {
        assertThatThrownBy(() -> read(HEAD + "," + field + "}")).isInstanceOf(Rejected.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[]}                                     | model: missing
            {"model":1,"messages":[]}                           | model: 1
            {"model":"m"}                                       | messages: missing
            {"model":"m","messages":"Hi"}                       | messages: "Hi"
            {"model":"m","messages":[]}                         | messages: []
            {"model":"m","messages":[1]}                        | messages[0]: 1
            {"model":"m","messages":[{"content":"Hi"}]}         | messages[0].role: missing
            {"model":"m","messages":[{"role":"boss","content":"Hi"}]} | messages[0].role: "boss"
            {"model":"m","messages":[{"role":"user"}]}          | messages[0].content: missing
            {"model":"m","messages":[{"role":"user","content":7}]} | messages[0].content: 7
            {"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]} | messages[0].content[0].text: missing
            """)
    void aWrongMessageIsNamedWithItsPlace(String body, String message) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Rejected.class).hasMessageStartingWith(message);
    }

    @Test
    void whateverBytesComeOnlyRejectionsGoOut() {
        Random random = new Random(1);
        byte[] good = (HEAD + ",\"stop\":[\"x\"],\"temperature\":0.25}").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ChatRequestReader.read(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
            } catch (Rejected expected) {
                assertThat(expected.status()).isEqualTo(400);
            }
        }
    }

    private static ChatCall read(String body) {
        return ChatRequestReader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }
}
