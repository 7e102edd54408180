package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
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
import tools.jackson.databind.node.ArrayNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResponsesRequestTest {

    private static final String ITEMS = """
            [{"role":"user","content":[{"type":"input_text","text":"See"},
               {"type":"input_image","image_url":"https://a.example/p.png","detail":"low"},
               {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AA=="}]},
             {"type":"reasoning","id":"rs","summary":[],"content":[{"type":"reasoning_text","text":"Hm."}],
               "encrypted_content":"sig"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Wait."}]},
             {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
             {"type":"function_call","call_id":"c2","name":"g","arguments":"{\\"x\\":1}"},
             {"type":"function_call_output","call_id":"c1","output":"1"},
             {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"}]},
             {"role":"developer","content":"Now."}]""";

    private static final List<Message> MESSAGES = List.of(
            new Message("user",
                    List.of(new ContentPart.Text("See"), new ContentPart.Image("https://a.example/p.png", "low"),
                            new ContentPart.Document("data:application/pdf;base64,AA==", "a.pdf"))),
            Message.calls(List.of(new ContentPart.Reasoning("Hm.", "sig"), new ContentPart.Text("Wait.")),
                    List.of(new ToolCall("c1", "f", "{}"), new ToolCall("c2", "g", "{\"x\":1}"))),
            Message.result("c1", List.of(new ContentPart.Text("1"))),
            Message.result("c2", List.of(new ContentPart.Text("2"))), Message.system("Now."));

    @Test
    void itemsAreMessagesWithWhatAModelDidInARowAsOne() {
        assertThat(request("\"input\":" + ITEMS).messages()).isEqualTo(MESSAGES);
    }

    @Test
    void whereAConversationIsCutIntoEarlierAndNewItemsDoesNotMatter() {
        ArrayNode items = (ArrayNode) Json.mapper().readTree(ITEMS);
        for (int cut = 1; cut < items.size(); cut++) {
            ArrayNode before = Json.mapper().createArrayNode();
            ArrayNode after = Json.mapper().createArrayNode();
            for (int i = 0; i < items.size(); i++) {
                (i < cut ? before : after).add(items.get(i));
            }
            assertThat(read("\"input\":" + after).after(before).request().messages()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void whatIsWantedOfTheAnswerIsRead() {
        ChatRequest request = request("""
                "input":"Hi","instructions":"Be kind.","max_output_tokens":9,"temperature":0.5,
                "reasoning":{"effort":"low"},"parallel_tool_calls":false,
                "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],
                "tool_choice":{"type":"function","name":"f"},
                "text":{"format":{"type":"json_schema","name":"s","schema":{"a":1},"strict":true}}""");

        assertThat(request.messages()).containsExactly(Message.system("Be kind."), Message.user("Hi"));
        assertThat(request.maxTokens()).isEqualTo(9);
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.options().reasoningEffort()).isEqualTo("low");
        assertThat(request.options().tools().tools())
                .containsExactly(new Tool("f", "d", "{\"type\":\"object\"}", true));
        assertThat(request.options().tools().choice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(request.options().tools().parallel()).isFalse();
        assertThat(request.options().format()).isEqualTo(new AnswerFormat.Schema("s", null, "{\"a\":1}", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "input":"a","tools":[{"type":"web_search"}]       | tools[0].type: web_search
            "input":[{"role":"user","content":"a"},{"type":"item_reference","id":"x"}] | input[1].type: item_reference
            "input":"a","top_logprobs":2                      | top_logprobs: 2
            "input":"a","text":{"format":{"type":"grammar"}}  | text.format.type: grammar
            """)
    void whatOnlyThisFormCanSayIsNoted(String fields, String noted) {
        assertThat(request(fields).options().foreign()).containsExactly(noted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "x":1                                             | input: missing
            "input":[]                                        | input: []
            "input":[7]                                       | input[0]: 7
            "input":[{"role":"boss","content":"a"}]           | input[0].role: "boss"
            "input":[{"role":"user"}]                         | input[0].content: missing
            "input":[{"type":"function_call","name":"f"}]     | input[0].call_id: missing
            "input":[{"role":"system","content":"a"}]         | input: a list of 1 (expected: at least one message of a user)
            "input":"a","background":true                     | background: true
            "input":"a","conversation":"c"                    | conversation: given
            "input":"a","store":"yes"                         | store: "yes"
            """)
    void whatIsWrongIsNamedWithItsPlace(String fields, String message) {
        assertThatThrownBy(() -> request(fields)).isInstanceOf(Rejected.class).hasMessageStartingWith(message);
    }

    @Test
    void whateverBytesComeOnlyRejectionsGoOut() {
        Random random = new Random(6);
        byte[] good = ("{\"model\":\"m\",\"input\":" + ITEMS + ",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                new ResponsesDialect().read(ByteBuffer.wrap(bytes));
            } catch (Rejected expected) {
                assertThat(expected.status()).isEqualTo(400);
            }
        }
    }

    private static ResponsesRequest read(String fields) {
        return ResponsesRequest
                .read(ByteBuffer.wrap(("{\"model\":\"m\"," + fields + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private static ChatRequest request(String fields) {
        return read(fields).after(Json.mapper().createArrayNode()).request();
    }
}
