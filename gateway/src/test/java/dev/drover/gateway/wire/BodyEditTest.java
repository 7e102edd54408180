package dev.drover.gateway.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyEditTest {

    @Test
    void onlyTheModelIsReplaced() {
        String body = "{ \"x\" : 1.00e2, \"model\" : \"a\\u0041\" ,\"messages\":[{\"model\":\"inner\"}],\"y\":\"é\" }";
        assertThat(BodyEdit.forUpstream(body, "up\"stream").text()).isEqualTo(
                "{ \"x\" : 1.00e2, \"model\" : \"up\\\"stream\" ,\"messages\":[{\"model\":\"inner\"}],\"y\":\"é\" }");
    }

    @Test
    void aStreamAlwaysAsksForItsUsage() {
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream\":true}", "b").text())
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"b\",\"stream\":true}");
        assertThat(BodyEdit.forUpstream("{\"stream_options\":{\"x\":1},\"stream\":true,\"model\":\"a\"}", "b").text())
                .isEqualTo("{\"stream_options\":{\"x\":1,\"include_usage\":true},\"stream\":true,\"model\":\"b\"}");
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream_options\":null,\"stream\":true}", "b").text())
                .isEqualTo("{\"model\":\"b\",\"stream_options\":{\"include_usage\":true},\"stream\":true}");
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream\":false}", "b").text())
                .isEqualTo("{\"model\":\"b\",\"stream\":false}");
    }

    @Test
    void whatABodyAsksForIsReadFromTheRightPlace() {
        BodyEdit both = BodyEdit.forUpstream("{\"stream_options\":{\"include_usage\":true},\"stream\":true}", "m");
        assertThat(both.stream()).isTrue();
        assertThat(both.usageWanted()).isTrue();
        BodyEdit neither = BodyEdit.forUpstream(
                "{\"stream_options\":{\"include_usage\":false},\"metadata\":{\"include_usage\":true,\"stream\":true}}",
                "m");
        assertThat(neither.stream()).isFalse();
        assertThat(neither.usageWanted()).isFalse();
    }

    @Test
    void whereverTheModelStandsNothingElseMoves() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<String> fields = new ArrayList<>(
                    List.of("\"messages\" : [{\"role\":\"user\",\"content\":\"" + text(random) + "\"}]",
                            "\"n\\u00f6te\":{\"model\":\"inner\",\"stream_options\":[" + random.nextInt() + "]}",
                            "\"price\":1.50e-3", "\"note\":\"" + text(random) + "\"", "\"stream\" :\ttrue",
                            "\"stream_options\" : { \"kept\" : 1 }"));
            Collections.shuffle(fields, random);
            int place = random.nextInt(fields.size() + 1);
            String before = "{\n" + String.join(" ,", fields.subList(0, place)) + (place > 0 ? "," : "")
                    + " \"mod\\u0065l\": ";
            String after = (place < fields.size() ? "," : "") + String.join(",\n", fields.subList(place, fields.size()))
                    + "}\n";

            String edited = BodyEdit.forUpstream(before + "\"" + text(random) + "\"" + after, "up").text();

            assertThat(edited).isEqualTo(
                    (before + "\"up\"" + after).replace("{ \"kept\" : 1 }", "{\"kept\":1,\"include_usage\":true}"));
        }
    }

    /** Text that is sometimes longer than any buffer of a parser, with characters of every width and escapes. */
    private static String text(Random random) {
        String[] pieces = {"a", "\\n", "\\\"", "\\u20ac", "ö", "€", "🐑", "{", "\\\\"};
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(10) == 0 ? 20_000 : random.nextInt(20); length > 0; length--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
