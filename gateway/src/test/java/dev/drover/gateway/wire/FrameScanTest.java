package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameScanTest {

    @Test
    void choicesAreToldApartByTheirIndexWhereverItStands() {
        FrameScan scan = FrameScan.of("{\"choices\":[{\"finish_reason\":\"stop\",\"index\":3},"
                + "{\"index\":1,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}");
        assertThat(scan.choices()).isEqualTo(bits(1, 3));
        assertThat(scan.finished()).isEqualTo(bits(3));
    }

    @Test
    void choicesWithoutAnIndexCountByTheirPlace() {
        FrameScan scan = FrameScan.of("{\"choices\":[{\"finish_reason\":\"stop\"},{\"finish_reason\":\"length\"}]}");
        assertThat(scan.finished()).isEqualTo(bits(0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "99999999999999999999", "-1", "1.5", "\"0\"", "null", "{}"})
    void anAbsurdIndexCostsNoMemory(String index) {
        FrameScan scan = FrameScan.of("{\"choices\":[{\"index\":" + index + ",\"delta\":{\"content\":\"a\"}}]}");
        assertThat(scan.choices().length()).isBetween(1, 128);
        assertThat(scan.visible()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"prompt_tokens":5,"completion_tokens":2}                    | 5 | 2 | 0
            {"prompt_tokens":-5,"completion_tokens":2.0}                 | 0 | 0 | 0
            {"prompt_tokens":"5","completion_tokens":null}               | 0 | 0 | 0
            {"prompt_tokens":{"a":[1]},"completion_tokens":7}            | 0 | 7 | 0
            {"prompt_tokens_details":{"audio":{},"cached_tokens":4}}     | 0 | 0 | 4
            {"prompt_tokens_details":null,"prompt_tokens":9}             | 9 | 0 | 0
            {}                                                           | 0 | 0 | 0
            """)
    void usageIsReadHoweverOddItIsWritten(String usage, int prompt, int completion, int cached) {
        assertThat(FrameScan.of("{\"choices\":[],\"usage\":" + usage + "}").usage())
                .isEqualTo(new Usage(prompt, completion, cached));
    }

    @Test
    void usageBeyondAllNumbersDoesNotBreakAStream() {
        assertThat(FrameScan.of("{\"usage\":{\"prompt_tokens\":99999999999999999999}}").usage()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            {"error":null}                               | none
            {"error":false}                              | none
            {"error":"overloaded"}                       | overloaded
            {"error":{}}                                 | no message
            {"error":{"message":null,"code":5}}          | no message
            {"error":{"inner":{"message":"x"},"message":"y"}} | y
            """)
    void anErrorObjectIsFoundAndToldFromItsAbsence(String frame, String error) {
        assertThat(FrameScan.of(frame).error()).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "refusal", "audio", "unheard_of"})
    void whateverADeltaSaysBesidesTheRoleIsVisible(String field) {
        String frame = "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"%s\":%s}}]}";
        assertThat(FrameScan.of(frame.formatted(field, "\"x\"")).visible()).isTrue();
        assertThat(FrameScan.of(frame.formatted(field, "\"\"")).visible()).isFalse();
        assertThat(FrameScan.of(frame.formatted(field, "null")).visible()).isFalse();
    }

    @Test
    void aFramesPartsAreThoseOfAChunkOrOfAWholeCompletion() {
        List<AnswerPart> parts = FrameParts
                .of("""
                        {"choices":[{"index":1,"message":{"role":"assistant","content":"a","reasoning_content":"r","tool_calls":[
                          {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}},
                          {"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}]},
                          "logprobs":{"content":[]},"finish_reason":"tool_calls"}]}""");
        assertThat(parts).containsExactly(new AnswerPart.Reasoning(1, "r"), new AnswerPart.Text(1, "a"),
                new AnswerPart.ToolCallDelta(1, 0, "c", "f", "{}"), new AnswerPart.ToolCallDelta(1, 1, "d", "g", "{}"),
                new AnswerPart.Logprobs(1, "{\"content\":[]}"), new AnswerPart.Finish(1, "tool_calls"));
    }

    @Test
    void whateverTheBytesAFrameIsReadOrRefusedAndNothingElse() {
        Random random = new Random(23);
        String good = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],"
                + "\"usage\":{\"prompt_tokens\":1},\"error\":null}";
        String alphabet = "{}[]\",:0a ntrue\\";
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder frame = new StringBuilder(good);
            for (int change = random.nextInt(3); change >= 0; change--) {
                frame.setCharAt(random.nextInt(frame.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                FrameScan.of(frame.toString());
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }

    private static BitSet bits(int... indexes) {
        BitSet bits = new BitSet();
        for (int index : indexes) {
            bits.set(index);
        }
        return bits;
    }
}
