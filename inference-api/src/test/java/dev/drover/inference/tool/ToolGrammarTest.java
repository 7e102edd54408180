package dev.drover.inference.tool;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.grammar.Answering;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Grammar;
import dev.drover.inference.grammar.Tokens;
import dev.drover.inference.json.JsonReader;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ToolGrammarTest {

    private static final List<Tool> TOOLS = List.of(new Tool("get", null,
            "{\"type\":\"object\",\"properties\":{\"n\":{\"enum\":[1,2]}},\"required\":[\"n\"]}", true),
            new Tool("put", null, null, false));
    private static final Tokens TOKENS = new Tokens(List.of("<tool_call>", "</tool_call>", "[TOOL_CALLS]",
            "{\"name\": \"", "get", "put", "\", \"arguments\": {", "[ARGS]", "<|python_tag|>", "\"}", "<function=",
            "<parameter=", "</parameter>\n", "</function>", "<arg_key>", "</arg_key>", "<arg_value>"));

    private static Answering answering(ToolForm form, List<Tool> tools, ToolChoice choice, Boolean parallel) {
        Map<String, Expression> rules = new LinkedHashMap<>();
        rules.put("root", ToolGrammar.answers(form, new ToolUse(tools, choice, parallel), null, rules));
        return new Answering(Grammar.of(rules, "root"), TOKENS);
    }

    @ParameterizedTest
    @EnumSource(ToolForm.class)
    void whateverIsWrittenUnderItIsReadAsCallsOfTheTools(ToolForm form) {
        SplittableRandom random = new SplittableRandom(8);
        int read = 0;
        for (ToolChoice choice : List.of(ToolChoice.REQUIRED, new ToolChoice.Named("get"))) {
            Answering answering = answering(form, TOOLS, choice, choice.equals(ToolChoice.REQUIRED) ? null : false);
            for (int turn = 0; turn < 15; turn++) {
                String text = answering.random(random, 300);
                if (text == null) {
                    continue;
                }
                ToolUse use = new ToolUse(TOOLS, choice, null);
                ToolCallReader reader = ToolCallReader.of(form, use, () -> "id");
                List<AnswerPart> parts = new ArrayList<>(reader.add(text));
                parts.addAll(reader.finish());
                assertThat(parts).as(text).isNotEmpty().allMatch(AnswerPart.ToolCallDelta.class::isInstance);
                check(parts);
                if (choice instanceof ToolChoice.Named) {
                    assertThat(reader.calls()).isEqualTo(1);
                    assertThat(((AnswerPart.ToolCallDelta) parts.getFirst()).name()).isEqualTo("get");
                }
                read++;
            }
        }
        assertThat(read).isGreaterThan(15);
    }

    private static void check(List<AnswerPart> parts) {
        Map<Integer, String> names = new LinkedHashMap<>();
        Map<Integer, StringBuilder> arguments = new LinkedHashMap<>();
        for (AnswerPart part : parts) {
            AnswerPart.ToolCallDelta call = (AnswerPart.ToolCallDelta) part;
            names.putIfAbsent(call.call(), call.name());
            arguments.computeIfAbsent(call.call(), absent -> new StringBuilder()).append(call.arguments());
        }
        names.forEach((call, name) -> assertThat(JsonReader.object(arguments.get(call).toString()).keySet())
                .containsExactlyElementsOf(name.equals("get") ? List.of("n") : List.of()));
    }

    @Test
    void whereToolsMayBeCalledTextIsFreeUpToTheMark() {
        Answering hermes = answering(ToolForm.HERMES, TOOLS, ToolChoice.AUTO, null);
        String call = "<tool_call>{\"name\":\"get\",\"arguments\":{\"n\":2}}</tool_call>";
        assertThat(hermes.accepts("Any <text> {at all}")).isTrue();
        assertThat(hermes.accepts("Well. " + call + "\n" + call)).isTrue();
        assertThat(hermes.accepts("Well. " + call + " and more")).isFalse();
        assertThat(hermes.accepts("Well. <tool_call>{\"name\":\"get\",\"arguments\":{\"n\":3}}</tool_call>")).isFalse();
        assertThat(answering(ToolForm.HERMES, TOOLS, ToolChoice.AUTO, false).accepts(call + call)).isFalse();
        Answering llama = answering(ToolForm.LLAMA, TOOLS, ToolChoice.AUTO, null);
        assertThat(llama.accepts("{\"name\":\"put\",\"parameters\":{}}")).isTrue();
        assertThat(llama.accepts("{\"name\":\"steal\",\"parameters\":{}}")).isFalse();
        assertThat(llama.accepts("Plain {text}")).isTrue();
        Answering mistral = answering(ToolForm.MISTRAL_LIST, TOOLS, ToolChoice.AUTO, null);
        assertThat(mistral.accepts("So: [TOOL_CALLS][{\"name\":\"put\",\"arguments\":{}}]")).isTrue();
        assertThat(mistral.accepts("So: [TOOL_CALLS][]")).isFalse();
    }

    @Test
    void argumentsBetweenMarksFollowTheirSchemasOneByOne() {
        List<Tool> tools = List.of(new Tool("get", null,
                "{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"string\"},\"k\":{\"enum\":[\"a b\",\"c\"]},"
                        + "\"n\":{\"type\":\"integer\"}},\"required\":[\"k\"]}",
                true));
        Answering functions = answering(ToolForm.FUNCTION_MARKS, tools, ToolChoice.REQUIRED, false);
        String call = "<tool_call>\n<function=get>\n%s</function>\n</tool_call>";
        String k = "<parameter=k>\na b\n</parameter>\n";
        String n = "<parameter=n>\n%s\n</parameter>\n";
        assertThat(functions.accepts(call.formatted("<parameter=t>\nany \"<\"\n\n</parameter>\n" + k + n.formatted(7))))
                .isTrue();
        assertThat(functions.accepts(call.formatted(k))).isTrue();
        assertThat(functions.accepts(call.formatted(n.formatted(7)))).isFalse();
        assertThat(functions.accepts(call.formatted(k + n.formatted("x")))).isFalse();
        assertThat(functions.accepts(call.formatted(k.replace("a b", "a")))).isFalse();
        Answering keys = answering(ToolForm.ARGUMENT_MARKS, tools, ToolChoice.AUTO, false);
        assertThat(keys.accepts("Well. <tool_call>get\n<arg_key>t</arg_key>\n<arg_value>x</arg_value>\n"
                + "<arg_key>k</arg_key>\n<arg_value>c</arg_value>\n</tool_call>")).isTrue();
        assertThat(keys.accepts("Well. <tool_call>get\n<arg_key>t</arg_key>\n<arg_value>x</arg_value>\n</tool_call>"))
                .isFalse();
        Tool odd = new Tool("f", null, "{\"properties\":{\"t\":{\"type\":\"string\",\"pattern\":\"^a\"}}}", true);
        assertThatThrownBy(() -> answering(ToolForm.ARGUMENT_MARKS, List.of(odd), ToolChoice.AUTO, null))
                .hasMessageContaining("tools[0].function.parameters/properties/t/pattern: given for a text");
        Answering loose = answering(ToolForm.FUNCTION_MARKS, List.of(new Tool("f", null, odd.schema(), false)),
                ToolChoice.REQUIRED, null);
        assertThat(
                loose.accepts("<tool_call>\n<function=f>\n<parameter=any>\nb\n</parameter>\n</function>\n</tool_call>"))
                .isTrue();
    }

    @Test
    void onlyAStrictToolMustHaveASchemaThatCanBeHeldTo() {
        String odd = "{\"type\":\"object\",\"properties\":{\"a\":{\"if\":{}}}}";
        Answering loose = answering(ToolForm.HERMES, List.of(new Tool("f", null, odd, false)), ToolChoice.REQUIRED,
                null);
        assertThat(loose.accepts("<tool_call>{\"name\":\"f\",\"arguments\":{\"b\":[1]}}</tool_call>")).isTrue();
        assertThatThrownBy(
                () -> answering(ToolForm.HERMES, List.of(new Tool("f", null, odd, true)), ToolChoice.AUTO, null))
                .hasMessageContaining("tools[0].function.parameters/properties/a/if: a keyword");
    }
}
