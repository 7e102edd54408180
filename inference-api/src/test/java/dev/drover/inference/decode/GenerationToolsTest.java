package dev.drover.inference.decode;

import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.Usage;
import dev.drover.inference.json.JsonReader;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers with calls of tools, as a subscriber gets them. */
class GenerationToolsTest {

    private static final List<Tool> TOOLS = List.of(new Tool("weather", null,
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}",
            false), new Tool("now", null, null, false));

    private static String answer(ToolForm form) {
        String arguments = "{\"city\":\"Zürich 🐑\",\"days\":3}";
        return switch (form) {
            case HERMES -> "<tool_call>{\"name\":\"weather\",\"arguments\":" + arguments
                    + "}</tool_call>\n<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>";
            case LLAMA -> "<|python_tag|>{\"name\":\"weather\",\"parameters\":" + arguments
                    + "}; {\"name\":\"now\",\"parameters\":{}}";
            case MISTRAL_LIST -> "[TOOL_CALLS][{\"name\":\"weather\",\"arguments\":" + arguments
                    + "},{\"name\":\"now\",\"arguments\":{}}]";
            case MISTRAL_NAMED -> "[TOOL_CALLS]weather[ARGS]" + arguments + "[TOOL_CALLS]now[ARGS]{}";
            case FUNCTION_MARKS -> "<tool_call>\n<function=weather>\n<parameter=city>\nZürich 🐑\n</parameter>\n"
                    + "<parameter=days>\n3\n</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=now>\n</function>\n</tool_call>";
            case ARGUMENT_MARKS -> "<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>Zürich 🐑</arg_value>\n"
                    + "<arg_key>days</arg_key>\n<arg_value>3</arg_value>\n</tool_call>\n<tool_call>now\n</tool_call>";
        };
    }

    private static ChatRequest request(ToolChoice choice, @Nullable Boolean parallel) {
        return ChatRequest.of("m", "hi")
                .withOptions(AnswerOptions.PLAIN.withTools(new ToolUse(TOOLS, choice, parallel)));
    }

    private static List<AnswerPart> parts(String answer, int block, @Nullable ToolForm form, ChatRequest request) {
        ScriptedModel model = new ScriptedModel(answer, block, 2_000, form);
        return Answers.parts(new Generation("scripted", model, model.method()), request);
    }

    /** The calls of an answer: names, and arguments put together. */
    private static List<String> calls(List<AnswerPart> parts) {
        Map<Integer, StringBuilder> calls = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.ToolCallDelta call) {
                if (call.id() != null) {
                    ids.add(call.id());
                }
                calls.computeIfAbsent(call.call(), absent -> new StringBuilder(call.name() + " "))
                        .append(call.arguments());
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(calls.size());
        return calls.values().stream().map(StringBuilder::toString).toList();
    }

    @ParameterizedTest
    @EnumSource(ToolForm.class)
    void callsAreTheSameHoweverTheTokensComeIn(ToolForm form) {
        String said = "I'll look. ";
        for (int block : new int[] {1, 2, 3, 5, 7, 16, 1_000}) {
            List<AnswerPart> parts = parts(said + answer(form), block, form, request(ToolChoice.AUTO, null));
            List<String> calls = calls(parts);
            assertThat(calls).as("%s, blocks of %d", form, block).hasSize(2);
            assertThat(calls.getFirst()).startsWith("weather {");
            assertThat(JsonReader.read(calls.getFirst().substring(8)))
                    .isEqualTo(JsonReader.read("{\"city\":\"Zürich 🐑\",\"days\":3}"));
            assertThat(calls.getLast()).isEqualTo("now {}");
            assertThat(Answers.text(parts).strip()).isEqualTo(said.strip());
            assertThat(parts).contains(new AnswerPart.Finish(0, "tool_calls"));
            assertThat(parts.getLast()).isInstanceOf(Usage.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ToolForm.class)
    void whoWantsOneCallGetsOne(ToolForm form) {
        List<AnswerPart> parts = parts(answer(form), 1, form, request(ToolChoice.AUTO, false));
        assertThat(calls(parts)).hasSize(1);
        assertThat(parts).contains(new AnswerPart.Finish(0, "tool_calls"));
    }

    @ParameterizedTest
    @EnumSource(ToolForm.class)
    void whatIsNotAskedForIsText(ToolForm form) {
        List<AnswerPart> parts = parts(answer(form), 3, form, request(ToolChoice.NONE, null));
        assertThat(calls(parts)).isEmpty();
        assertThat(Answers.text(parts)).isEqualTo(answer(form));
        assertThat(parts).contains(new AnswerPart.Finish(0, "stop"));
    }

    @ParameterizedTest
    @CsvSource({"20,length", "2000,tool_calls"})
    void aCutAnswerSaysSo(int tokens, String reason) {
        List<AnswerPart> parts = parts(answer(ToolForm.HERMES), 4, ToolForm.HERMES,
                request(ToolChoice.AUTO, null).withMaxTokens(tokens));
        assertThat(parts).contains(new AnswerPart.Finish(0, reason));
    }

    @Test
    void toolsThatCannotBeCalledAreRefusedByName() {
        assertThatThrownBy(() -> parts("x", 1, null, request(ToolChoice.AUTO, null))).isInstanceOfSatisfying(
                InferenceFailure.Rejected.class, rejected -> assertThat(rejected.field()).isEqualTo("tools"));
        assertThatThrownBy(() -> parts("x", 1, ToolForm.LLAMA, request(new ToolChoice.Named("steal"), null)))
                .isInstanceOfSatisfying(InferenceFailure.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo("tool_choice"));
    }
}
