package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessagesReaderTest {

    private static final String HEAD = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
            + "\"content\":\"Hi\"}]";

    @Test
    void aConversationWithToolsAndPicturesIsRead() {
        List<Message> messages = read("""
                {"model":"m","max_tokens":9,"system":[{"type":"text","text":"Be ","cache_control":{"type":"ephemeral"}},
                  {"type":"text","text":"kind."}],"messages":[
                  {"role":"user","content":[{"type":"text","text":"See"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},
                    {"type":"image","source":{"type":"url","url":"https://a.example/p.png"}},
                    {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"a"}}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"sig"},
                    {"type":"redacted_thinking","data":"hidden"},{"type":"text","text":"Wait."},
                    {"type":"tool_use","id":"t1","name":"f","input":{"x":1.50}},
                    {"type":"tool_use","id":"t2","name":"g","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"2"},
                    {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[{"type":"text","text":"no"}]},
                    {"type":"text","text":"Go on."}]}]}""").request().messages();

        assertThat(messages).containsExactly(
                new Message("system", List.of(new ContentPart.Text("Be "), new ContentPart.Text("kind."))),
                new Message("user",
                        List.of(new ContentPart.Text("See"), new ContentPart.Image("data:image/png;base64,AA==", null),
                                new ContentPart.Image("https://a.example/p.png", null),
                                new ContentPart.Document("data:text/plain;base64,YQ==", "T"))),
                Message.calls(
                        List.of(new ContentPart.Reasoning("Hm.", "sig"), new ContentPart.Reasoning("", "hidden"),
                                new ContentPart.Text("Wait.")),
                        List.of(new ToolCall("t1", "f", "{\"x\":1.50}"), new ToolCall("t2", "g", "{}"))),
                Message.result("t1", List.of(new ContentPart.Text("2"))),
                Message.result("t2", List.of(new ContentPart.Text("no"))), Message.user("Go on."));
    }

    @Test
    void whatIsWantedOfTheAnswerIsRead() {
        String body = HEAD + """
                ,"temperature":0.5,"top_k":7,"stop_sequences":["a","b","c","d","e"],"stream":true,
                "metadata":{"user_id":"u"},"thinking":{"type":"enabled","budget_tokens":3000},
                "output_config":{"format":{"type":"json_schema","schema":{"a":1}}},
                "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}},{"type":"custom","name":"g"}],
                "tool_choice":{"type":"any","disable_parallel_tool_use":true}}""";
        ChatCall call = read(body);
        ChatRequest request = call.request();

        assertThat(call.stream()).isTrue();
        assertThat(request.bodyIn(ApiForm.MESSAGES)).isEqualTo(body);
        assertThat(request.maxTokens()).isEqualTo(9);
        assertThat(request.stop()).containsExactly("a", "b", "c", "d", "e");
        assertThat(request.sampling().topK()).isEqualTo(7);
        assertThat(request.options().user()).isEqualTo("u");
        assertThat(request.options().reasoningEffort()).isEqualTo("medium");
        assertThat(request.options().format()).isEqualTo(new AnswerFormat.Schema("answer", null, "{\"a\":1}", true));
        assertThat(request.options().tools().tools())
                .containsExactly(new Tool("f", "d", "{\"type\":\"object\"}", false), new Tool("g", null, null, false));
        assertThat(request.options().tools().choice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(request.options().tools().parallel()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools":[{"type":"web_search_20250305","name":"web_search"}] | tools[0].type: web_search_20250305
            "mcp_servers":[]                                             | mcp_servers: given
            """)
    void whatOnlyThisFormCanSayIsNoted(String field, String noted) {
        assertThat(read(HEAD + "," + field + "}").request().options().foreign()).containsExactly(noted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"max_tokens":1}                                          | model: missing
            {"model":"m"}                                             | messages: missing
            {"model":"m","messages":[]}                               | messages: []
            {"model":"m","messages":[{"role":"tool","content":""}]}   | messages[0].role: "tool" (expected: user or assistant)
            {"model":"m","messages":[{"role":"user"}]}                | messages[0].content: missing
            {"model":"m","messages":[{"role":"user","content":7}]}    | messages[0].content: 7
            {"model":"m","messages":[{"role":"user","content":[{"text":"a"}]}]} | messages[0].content[0].type: missing
            {"model":"m","messages":[{"role":"user","content":[{"type":"tool_result"}]}]} | messages[0].content[0].tool_use_id: missing
            {"model":"m","system":7,"messages":[{"role":"user","content":"a"}]} | system: 7
            """)
    void whatIsWrongIsNamedWithItsPlace(String body, String message) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Rejected.class).hasMessageStartingWith(message);
    }

    @Test
    void whateverBytesComeOnlyRejectionsGoOut() {
        Random random = new Random(4);
        byte[] good = (HEAD + ",\"system\":\"x\",\"tools\":[{\"name\":\"f\"}],\"thinking\":{\"type\":\"disabled\"}}")
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                MessagesReader.read(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
            } catch (Rejected expected) {
                assertThat(expected.status()).isEqualTo(400);
            }
        }
    }

    private static ChatCall read(String body) {
        return MessagesReader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }
}
