package dev.drover.gateway.wire;

import dev.drover.gateway.fixture.Conversations;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** OpenAI's chat form carries everything that a request can say. */
class ChatRoundTripTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void whatIsWrittenIsReadBack() {
        Conversations conversations = new Conversations(5);
        for (int round = 0; round < 500; round++) {
            ChatRequest request = conversations.next();
            ChatRequest back = read(ChatBody.of(request, "max_tokens").toString()).request();
            assertThat(withoutJson(back)).isEqualTo(request);
        }
    }

    @Test
    void everythingThatAMessageCanSayIsRead() {
        List<Message> messages = read("""
                {"model":"m","messages":[
                  {"role":"user","name":"Ann","content":[{"type":"text","text":"See"},
                    {"type":"image_url","image_url":{"url":"https://a.example/p.png","detail":"low"}},
                    {"type":"image_url","image_url":"https://a.example/q.png"},
                    {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA=="}}]},
                  {"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"2"}]}""").request().messages();

        assertThat(messages.getFirst().name()).isEqualTo("Ann");
        assertThat(messages.getFirst().parts()).containsExactly(new ContentPart.Text("See"),
                new ContentPart.Image("https://a.example/p.png", "low"),
                new ContentPart.Image("https://a.example/q.png", null), new ContentPart.Audio("AAAA", "wav"),
                new ContentPart.Document("data:application/pdf;base64,AA==", "a.pdf"));
        assertThat(messages.get(1).parts()).containsExactly(new ContentPart.Reasoning("Hm.", null));
        assertThat(messages.get(1).toolCalls()).containsExactly(new ToolCall("c1", "f", "{\"x\":1}"));
        assertThat(messages.get(2).toolCallId()).isEqualTo("c1");
    }

    @Test
    void everythingThatIsWantedOfTheAnswerIsRead() {
        AnswerOptions options = read("{\"model\":\"m\"," + MESSAGES + """
                ,"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                  "parameters":{"type":"object"}}},{"type":"function","function":{"name":"g"}}],
                 "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
                 "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"a":1},"strict":true}},
                 "logprobs":true,"top_logprobs":3,"n":2,"reasoning_effort":"high","user":"u"}""").request().options();

        assertThat(options.tools().tools()).containsExactly(new Tool("f", "d", "{\"type\":\"object\"}", true),
                new Tool("g", null, null, false));
        assertThat(options.tools().choice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(options.tools().parallel()).isFalse();
        assertThat(options.format()).isEqualTo(new AnswerFormat.Schema("s", null, "{\"a\":1}", true));
        assertThat(options.logprobs()).isEqualTo(3);
        assertThat(options.choices()).isEqualTo(2);
        assertThat(options.reasoningEffort()).isEqualTo("high");
        assertThat(options.user()).isEqualTo("u");
        assertThat(options.foreign()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools":[{"type":"custom","custom":{}}]             | tools[0].type: custom
            "tool_choice":{"type":"allowed_tools"}              | tool_choice.type: allowed_tools
            "response_format":{"type":"grammar"}                | response_format.type: grammar
            "modalities":["text","audio"]                       | modalities: ["text","audio"]
            "function_call":"auto"                              | function_call: given
            "web_search_options":{}                             | web_search_options: given
            """)
    void whatOnlyThisFormCanSayIsNotedAndNotRefused(String field, String noted) {
        assertThat(read("{\"model\":\"m\"," + MESSAGES + "," + field + "}").request().options().foreign())
                .containsExactly(noted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role":"user","content":[{"type":"video_url"}]}          | messages[0].content[0].type: video_url
            {"role":"user","content":[{"type":"file","file":{}}]}     | messages[0].content[0].type: file
            {"role":"function","name":"f","content":"1"}              | messages[0].role: function
            """)
    void partsOfMessagesThatOnlyThisFormKnowsAreNotedWithTheirPlace(String message, String noted) {
        assertThat(read("{\"model\":\"m\",\"messages\":[" + message + "]}").request().options().foreign())
                .containsExactly(noted);
    }

    private static ChatRequest withoutJson(ChatRequest request) {
        return request.withMessages(request.messages()
                .stream()
                .map(message -> new Message(message.role(), message.parts(), message.toolCalls(), message.toolCallId(),
                        message.name(), null))
                .toList());
    }

    private static ChatCall read(String body) {
        return ChatRequestReader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }
}
