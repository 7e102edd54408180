package dev.drover.inference.tool;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ToolCallReaderTest {

    private static final ToolUse TOOLS = new ToolUse(
            List.of(new Tool("get", null, "{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"string\"}}}", false),
                    new Tool("put", null, null, false)),
            ToolChoice.AUTO, null);

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '^', value = {
            "HERMES => Hi.<tool_call>\\n{\"name\": \"get\", \"arguments\": {\"a\": [1, \"}\"]}}\\n</tool_call>\\n => `Hi.` get({\"a\": [1, \"}\"]})",
            "HERMES => <tool_call>{\"arguments\":{},\"name\":\"put\"}</tool_call>\\n<tool_call>{\"name\":\"get\",\"arguments\":{\"b\":2}}</tool_call> => put({}) get({\"b\":2})",
            "HERMES => <tool_call>{\"name\":\"lost\",\"arguments\":{}}</tool_call> => `<tool_call>{\"name\":\"lost\",\"arguments\":{}}</tool_call>`",
            "HERMES => a <tool_call> b <tool_ca => `a <tool_call> b <tool_ca`",
            "HERMES => <tool_call><tool_call>{\"name\":\"put\"}</tool_call> => `<tool_call>` put({})",
            "HERMES => <tool_call>{\"name\":\"get\",\"arguments\":\"{\\\"a\\\":1}\"}</tool_call> => get({\"a\":1})",
            "HERMES => <tool_call>{\"name\":\"get\",\"id\":7,\"arguments\":{\"x\":tr => get({\"x\":tr)",
            "HERMES => <tool_call>{\"name\":\"get\",\"argu => `<tool_call>{\"name\":\"get\",\"argu`",
            "HERMES => <tool_call>{\"name\":\"put\",\"arguments\":null}</tool_call> done => put({}) ` done`",
            "LLAMA => \\n{\"name\": \"get\", \"parameters\": {\"a\": \"\\u00e9\"}} => get({\"a\": \"\\u00e9\"})",
            "LLAMA => {\"name\":\"get\",\"parameters\":{}}; {\"name\":\"put\",\"parameters\":{}} => get({}) put({})",
            "LLAMA => <|python_tag|>{\"type\":\"function\",\"name\":\"put\",\"parameters\":{\"k\":1}} => put({\"k\":1})",
            "LLAMA => <|python_tag|>print(1) => `<|python_tag|>print(1)`",
            "LLAMA => {\"name\": \"Ann\", \"age\": 3} => `{\"name\": \"Ann\", \"age\": 3}`",
            "LLAMA => Well, {\"name\":\"get\",\"parameters\":{}} => `Well, {\"name\":\"get\",\"parameters\":{}}`",
            "LLAMA => {\"a\":<|python_tag|>{\"name\":\"put\",\"parameters\":{}} => `{\"a\":` put({})",
            "MISTRAL_LIST => [TOOL_CALLS] [{\"name\":\"get\",\"arguments\":{\"a\":1}}, {\"arguments\":{},\"name\":\"put\",\"id\":\"x\"}] => get({\"a\":1}) put({})",
            "MISTRAL_LIST => [TOOL_CALLS][7] => `[TOOL_CALLS][7]`",
            "MISTRAL_NAMED => Look: [TOOL_CALLS]get[ARGS]{\"a\":{\"b\":\"]\"}}[TOOL_CALLS]put[CALL_ID]abc[ARGS]{} => `Look:` get({\"a\":{\"b\":\"]\"}}) put({})",
            "MISTRAL_NAMED => [TOOL_CALLS]get{\"a\":1} and => get({\"a\":1}) ` and`",
            "MISTRAL_NAMED => [TOOL_CALLS]lost[ARGS]{} => `[TOOL_CALLS]lost[ARGS]{}`",
            "FUNCTION_MARKS => Hi.\\n<tool_call>\\n<function=get>\\n<parameter=a>\\n[1, \"<\"]\\n</parameter>\\n<parameter=t>\\n7\\n\\n</parameter>\\n</function>\\n</tool_call>\\n => `Hi.` get({\"a\":[1,\"<\"],\"t\":\"7\\n\"})",
            "FUNCTION_MARKS => <tool_call><function=put></function></tool_call><tool_call>\\n<function=get><parameter=b>x\"y</parameter></function></tool_call> and => put({}) get({\"b\":\"x\\\"y\"}) ` and`",
            "FUNCTION_MARKS => <tool_call><function=lost></function> => `<tool_call><function=lost></function>`",
            "FUNCTION_MARKS => <tool_call>\\n<function=get>\\nhm <parameter=a>\\n1\\n</parameter>, <parameter=b>\\nnul => get({\"a\":1)",
            "FUNCTION_MARKS => a <tool_call> b <function=get> => `a <tool_call> b <function=get>`",
            "ARGUMENT_MARKS => So.\\n<tool_call>get\\n<arg_key>t</arg_key>\\n<arg_value>true</arg_value>\\n<arg_key>o</arg_key>\\n<arg_value>{\"k\": null}</arg_value>\\n</tool_call> => `So.` get({\"t\":\"true\",\"o\":{\"k\":null}})",
            "ARGUMENT_MARKS => <tool_call>put</tool_call><tool_call>get<arg_key>x</arg_key><arg_value>-1.50</arg_value></tool_call> => put({}) get({\"x\":-1.50})",
            "ARGUMENT_MARKS => <tool_call>lost</tool_call> => `<tool_call>lost</tool_call>`",
            "ARGUMENT_MARKS => <tool_call> <arg_key>t => `<tool_call> <arg_key>t`"})
    void callsAreToldFromTextHoweverItIsCut(ToolForm form, String escaped, String expected) {
        String text = escaped.replace("\\n", "\n");
        assertThat(shown(read(form, List.of(text)))).isEqualTo(expected);
        assertThat(shown(read(form, text.chars().mapToObj(Character::toString).toList()))).isEqualTo(expected);
        SplittableRandom random = new SplittableRandom(text.hashCode());
        for (int turn = 0; turn < 20; turn++) {
            assertThat(shown(read(form, cut(text, random)))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(ToolForm.class)
    void anyTextWithoutACallIsGivenBackToTheLetter(ToolForm form) {
        SplittableRandom random = new SplittableRandom(4);
        List<String> pieces = new ArrayList<>(form.marks());
        pieces.addAll(List.of("{\"name\":", "\"arguments\":{", "\"get", "}", "[", "]", " ", "\n", "x", "\"", ";", "<",
                "[", "get", "<function=get>", "<function=", "<parameter=t>", "</parameter>", "</function>",
                "<function=lost>"));
        for (int turn = 0; turn < 300; turn++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(10); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            List<AnswerPart> parts = read(form, cut(text.toString(), random));
            if (parts.stream().allMatch(AnswerPart.Text.class::isInstance)) {
                StringBuilder given = new StringBuilder();
                parts.forEach(part -> given.append(((AnswerPart.Text) part).text()));
                assertThat(given.toString()).isEqualTo(text.toString());
            }
            assertThat(shown(parts)).isEqualTo(shown(read(form, List.of(text.toString()))));
        }
    }

    @Test
    void aCallIsHandedOnWhileItsArgumentsComeIn() {
        ToolCallReader reader = ToolCallReader.of(ToolForm.HERMES, TOOLS, () -> "id1");
        assertThat(reader.add("Let me see.\n<tool_call>{\"name\":\"get\","))
                .containsExactly(new AnswerPart.Text(0, "Let me see."));
        assertThat(reader.add("\"arguments\":{\"a\"")).containsExactly(
                new AnswerPart.ToolCallDelta(0, 0, "id1", "get", ""),
                new AnswerPart.ToolCallDelta(0, 0, null, null, "{\"a\""));
        assertThat(reader.complete()).isFalse();
        assertThat(reader.add(":1}}")).containsExactly(new AnswerPart.ToolCallDelta(0, 0, null, null, ":1}"));
        assertThat(reader.complete()).isTrue();
        assertThat(reader.calls()).isEqualTo(1);
    }

    private static List<AnswerPart> read(ToolForm form, List<String> pieces) {
        AtomicInteger ids = new AtomicInteger();
        ToolCallReader reader = ToolCallReader.of(form, TOOLS, () -> "id" + ids.incrementAndGet());
        List<AnswerPart> parts = new ArrayList<>();
        pieces.forEach(piece -> parts.addAll(reader.add(piece)));
        parts.addAll(reader.finish());
        return parts;
    }

    private static List<String> cut(String text, SplittableRandom random) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length();) {
            int to = Math.min(text.length(), from + random.nextInt(1, 6));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** Text between backticks, calls as {@code name(arguments)}. */
    private static String shown(List<AnswerPart> parts) {
        StringBuilder shown = new StringBuilder();
        String open = "";
        for (AnswerPart part : parts) {
            switch (part) {
                case AnswerPart.Text text -> {
                    shown.append(open.equals("`") ? "" : open + (shown.isEmpty() ? "`" : " `")).append(text.text());
                    open = "`";
                }
                case AnswerPart.ToolCallDelta call -> {
                    if (call.name() != null) {
                        shown.append(open).append(shown.isEmpty() ? "" : " ").append(call.name()).append('(');
                        open = ")";
                    }
                    shown.append(call.arguments());
                }
                default -> throw new AssertionError(part);
            }
        }
        return shown.append(open).toString();
    }
}
