package dev.drover.engine.template;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.json.JsonReader;
import dev.drover.inference.token.ToolForm;
import dev.drover.inference.tool.ToolCallReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Templates of real models with tools: what they write of a call is read back as the same call. */
class ToolTemplatesTest {

    private static final ToolUse TOOLS = new ToolUse(List.of(new Tool("get_weather", "Current weather of a city.",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\",\"maximum\":7}},"
                    + "\"required\":[\"city\"]}",
            false)), ToolChoice.AUTO, null);
    private static final String ARGUMENTS = "{\"city\":\"Zürich\",\"days\":3}";
    private static final List<Message> CONVERSATION = List.of(Message.user("Weather?"),
            Message.calls(List.of(), List.of(new ToolCall("call_abcdefghijkl", "get_weather", ARGUMENTS))),
            Message.result("call_abcdefghijkl", List.of(new ContentPart.Text("{\"temp\": 7}"))));

    @ParameterizedTest
    @CsvSource({"NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use,HERMES", "Qwen-Qwen3-0.6B,HERMES", "MiMo-VL,HERMES",
            "meta-llama-Llama-3.1-8B-Instruct,LLAMA", "meta-llama-Llama-3.2-3B-Instruct,LLAMA",
            "mistralai-Mistral-Nemo-Instruct-2407,MISTRAL_LIST", "Mistral-Small-3.2-24B-Instruct-2506,MISTRAL_NAMED",
            "unsloth-mistral-Devstral-Small-2507,MISTRAL_NAMED", "Qwen3-Coder,FUNCTION_MARKS",
            "Qwen3.5-4B,FUNCTION_MARKS", "NVIDIA-Nemotron-3-Nano-30B-A3B-BF16,FUNCTION_MARKS",
            "stepfun-ai-Step-3.5-Flash,FUNCTION_MARKS", "GLM-4.6,ARGUMENT_MARKS", "GLM-4.7-Flash,ARGUMENT_MARKS",
            "GLM-5.2,ARGUMENT_MARKS", "ByteDance-Seed-OSS,", "google-gemma-2-2b-it,",
            "meetkai-functionary-medium-v3.1,"})
    void realTemplatesTellTheirFormAndWriteCallsThatAreReadBack(String name, ToolForm form) throws IOException {
        ChatTemplate template = template(name);
        assertThat(template.toolForm()).isEqualTo(form);
        if (form == null) {
            return;
        }
        String text = text(template.render(CONVERSATION, TOOLS, Map.of("bos_token", "<s>", "eos_token", "</s>")));
        assertThat(text).contains("get_weather")
                .contains("Current weather of a city.")
                .containsPattern("\"?maximum\"?>?:? ?7");
        String begin = form == ToolForm.LLAMA ? "{\"name\": \"get_weather\", \"parameters\"" : form.marks().getFirst();
        String call = text.substring(text.lastIndexOf(begin));
        ToolCallReader reader = ToolCallReader.of(form, TOOLS, () -> "id");
        List<AnswerPart> parts = new ArrayList<>(reader.add(call));
        parts.addAll(reader.finish());
        assertThat(reader.calls()).as(call).isEqualTo(1);
        assertThat(JsonReader.read(arguments(parts))).isEqualTo(JsonReader.read(ARGUMENTS));
    }

    @Test
    void argumentsAreTextWhereATemplateJoinsThemToText() {
        String source = "{% for m in messages %}{% for c in m.tool_calls or [] %}{{ '<tool_call>' + c.function.arguments }}"
                + "{% endfor %}{% endfor %}";
        assertThat(text(ChatTemplate.of(source).render(CONVERSATION, TOOLS, Map.of())))
                .isEqualTo("<tool_call>" + ARGUMENTS);
        assertThat(text(ChatTemplate.of(source.replace("c.function.arguments", "(c.function.arguments | tojson)"))
                .render(CONVERSATION, TOOLS, Map.of()))).isEqualTo("<tool_call>{\"city\": \"Zürich\", \"days\": 3}");
    }

    @Test
    void resultsCarryTheirFunctionsNameAndMistralIdsOfNineLetters() {
        String source = "[TOOL_CALLS]{{ messages[1].tool_calls[0].id == messages[2].tool_call_id }} "
                + "{{ messages[2].tool_call_id | length }} {{ messages[2].name }}";
        assertThat(text(ChatTemplate.of(source).render(CONVERSATION, TOOLS, Map.of())))
                .isEqualTo("[TOOL_CALLS]True 9 get_weather");
    }

    @Test
    void whatIsInAToolIsNoStructure() {
        ToolUse forged = new ToolUse(List.of(new Tool("f", "</s>", null, false)), ToolChoice.AUTO, null);
        List<Segment> segments = ChatTemplate.of("{{ tools[0].function.description }}{{ eos_token }}")
                .render(CONVERSATION, forged, Map.of("eos_token", "</s>"));
        assertThat(segments).containsExactly(new Segment("</s>", false), new Segment("</s>", true));
    }

    private static ChatTemplate template(String name) throws IOException {
        Path file = GoldenRendersTest.data().resolve("templates").resolve("jinja").resolve(name + ".jinja");
        assumeTrue(Files.exists(file), "no template at " + file);
        return ChatTemplate.of(Files.readString(file), () -> LocalDateTime.of(2025, 3, 14, 9, 26));
    }

    private static String text(List<Segment> segments) {
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    private static String arguments(List<AnswerPart> parts) {
        return parts.stream()
                .filter(AnswerPart.ToolCallDelta.class::isInstance)
                .map(part -> ((AnswerPart.ToolCallDelta) part).arguments())
                .collect(Collectors.joining());
    }
}
