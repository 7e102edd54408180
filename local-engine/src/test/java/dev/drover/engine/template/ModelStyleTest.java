package dev.drover.engine.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.drover.engine.template.ModelStyles.GEMMA;
import static dev.drover.engine.template.ModelStyles.LLAMA3;
import static dev.drover.engine.template.ModelStyles.MISTRAL;
import static dev.drover.engine.template.ModelStyles.PHI;
import static dev.drover.engine.template.ModelStyles.QWEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Conversations in the styles of well-known families, down to the last blank. */
class ModelStyleTest {

    private static final Map<String, Object> SYSTEM = message("system", " Be brief. ");
    private static final Map<String, Object> HI = message("user", "Hi ");
    private static final Map<String, Object> HELLO = message("assistant", "Hello");
    private static final Map<String, Object> SUM = message("user", "2+2?");
    private static final Map<String, Object> TOOL = Map.of("name", "add");

    @Test
    void llamaPutsDateAndSystemMessageFirst() {
        assertThat(render(LLAMA3, SYSTEM, HI, HELLO, SUM)).isEqualTo("<s><|start_header_id|>system<|end_header_id|>\n\n"
                + "Today Date: 14 Mar 2025\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\n2+2?<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    @Test
    void llamaListsToolsAsIndentedJson() {
        Map<String, Object> variables = variables(HI);
        variables.put("tools", List.of(TOOL));
        variables.put("date_string", "1 May 2024");
        assertThat(Rendered.text(LLAMA3, variables)).startsWith("<s><|start_header_id|>system<|end_header_id|>\n\n"
                + "Today Date: 1 May 2024\n\nYou have access to the following functions.\n\n"
                + "{\n    \"name\": \"add\"\n}\n\n<|eot_id|>");
    }

    @Test
    void llamaWritesCallsAndResultsOfTools() {
        Map<String, Object> call = Map.of("role", "assistant", "tool_calls",
                List.of(Map.of("function", Map.of("name", "add", "arguments", Map.of("a", 2)))));
        assertThat(render(LLAMA3, HI, call, message("tool", "4"))).contains(
                "assistant<|end_header_id|>\n\n{\"name\": \"add\", \"parameters\": {\"a\": 2}}<|eot_id|>",
                "ipython<|end_header_id|>\n\n4<|eot_id|>");
        Map<String, Object> two = Map.of("role", "assistant", "tool_calls", List.of(1, 2));
        assertThatThrownBy(() -> render(LLAMA3, HI, two)).isInstanceOf(TemplateError.class)
                .hasMessage("This model only supports single tool-calls at once!");
    }

    @Test
    void mistralPutsTheSystemMessageIntoTheLastInstruction() {
        assertThat(render(MISTRAL, SYSTEM, HI, HELLO, SUM))
                .isEqualTo("<s>[INST] Hi [/INST] Hello</s>[INST]  Be brief. \n\n2+2?[/INST]");
        assertThat(render(MISTRAL, HI)).isEqualTo("<s>[INST] Hi [/INST]");
    }

    @Test
    void mistralWantsRolesToAlternate() {
        assertThatThrownBy(() -> render(MISTRAL, HI, SUM)).isInstanceOf(TemplateError.class)
                .hasMessageStartingWith("After the optional system message, conversation roles must alternate");
        assertThatThrownBy(() -> render(MISTRAL, HI, message("critic", "Hm"))).isInstanceOf(TemplateError.class)
                .hasMessageStartingWith("Only user and assistant roles are supported");
    }

    @Test
    void qwenDropsThoughtsOfEarlierAnswersOnly() {
        Map<String, Object> thought = message("assistant", "<think>\nhm\n</think>\n\nHello");
        assertThat(render(QWEN, SYSTEM, HI, thought, SUM)).isEqualTo("<|im_start|>system\n Be brief. <|im_end|>\n"
                + "<|im_start|>user\nHi <|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n"
                + "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n");
        assertThat(render(QWEN, HI, thought))
                .contains("<|im_start|>assistant\n<think>\nhm\n</think>\n\nHello<|im_end|>\n");
    }

    @Test
    void qwenPutsResultsOfToolsTogetherAndCanBeToldNotToThink() {
        Map<String, Object> variables = variables(HI, message("tool", "3"), message("tool", "4"));
        variables.put("tools", List.of(TOOL));
        variables.put("enable_thinking", false);
        assertThat(Rendered.text(QWEN, variables)).isEqualTo("<|im_start|>system\n# Tools\n\n<tools>\n"
                + "{\"name\": \"add\"}\n</tools><|im_end|>\n<|im_start|>user\nHi <|im_end|>\n<|im_start|>user\n"
                + "<tool_response>\n3\n</tool_response>\n<tool_response>\n4\n</tool_response><|im_end|>\n"
                + "<|im_start|>assistant\n<think>\n\n</think>\n\n");
    }

    @Test
    void gemmaCallsTheAssistantModelAndHasNoSystemRole() {
        assertThat(render(GEMMA, SYSTEM, HI, HELLO, SUM))
                .isEqualTo("<s><start_of_turn>user\n Be brief. \n\nHi<end_of_turn>\n<start_of_turn>model\nHello"
                        + "<end_of_turn>\n<start_of_turn>user\n2+2?<end_of_turn>\n<start_of_turn>model\n");
        Map<String, Object> parts = Map.of("role", "user", "content",
                List.of(Map.of("type", "image"), Map.of("type", "text", "text", " What? ")));
        assertThat(render(GEMMA, parts))
                .isEqualTo("<s><start_of_turn>user\n<start_of_image>What?<end_of_turn>\n<start_of_turn>model\n");
    }

    @Test
    void phiEndsWithTheMarkOfTheAnswerOrOfTheText() {
        assertThat(render(PHI, SYSTEM, HI))
                .isEqualTo("<|system|>\n Be brief. <|end|>\n<|user|>\nHi <|end|>\n<|assistant|>\n");
        Map<String, Object> variables = variables(HI, HELLO);
        variables.put("add_generation_prompt", false);
        assertThat(Rendered.text(PHI, variables)).isEqualTo("<|user|>\nHi <|end|>\n<|assistant|>\nHello<|end|>\n</s>");
    }

    private static String render(String template, Object... messages) {
        return Rendered.text(template, variables(messages));
    }

    private static Map<String, Object> variables(Object... messages) {
        return new HashMap<>(Map.of("messages", List.of(messages), "add_generation_prompt", true, "bos_token", "<s>",
                "eos_token", "</s>"));
    }

    private static Map<String, Object> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }
}
