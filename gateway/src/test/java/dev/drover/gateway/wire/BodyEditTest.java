package dev.drover.gateway.wire;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyEditTest {

    @Test
    void onlyTheModelIsReplaced() {
        String body = "{ \"x\" : 1.00e2, \"model\" : \"a\\u0041\" ,\"messages\":[{\"model\":\"inner\"}],\"y\":\"é\" }";
        assertThat(BodyEdit.forUpstream(body, "up\"stream")).isEqualTo(
                "{ \"x\" : 1.00e2, \"model\" : \"up\\\"stream\" ,\"messages\":[{\"model\":\"inner\"}],\"y\":\"é\" }");
    }

    @Test
    void aStreamAlwaysAsksForItsUsage() {
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream\":true}", "b"))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"b\",\"stream\":true}");
        assertThat(BodyEdit.forUpstream("{\"stream_options\":{\"x\":1},\"stream\":true,\"model\":\"a\"}", "b"))
                .isEqualTo("{\"stream_options\":{\"x\":1,\"include_usage\":true},\"stream\":true,\"model\":\"b\"}");
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream_options\":null,\"stream\":true}", "b"))
                .isEqualTo("{\"model\":\"b\",\"stream_options\":{\"include_usage\":true},\"stream\":true}");
        assertThat(BodyEdit.forUpstream("{\"model\":\"a\",\"stream\":false}", "b"))
                .isEqualTo("{\"model\":\"b\",\"stream\":false}");
    }

    @Test
    void whetherUsageIsWantedIsReadFromTheRightPlace() {
        assertThat(BodyEdit.wantsUsage("{\"stream_options\":{\"include_usage\":true}}")).isTrue();
        assertThat(BodyEdit.wantsUsage("{\"stream_options\":{\"include_usage\":false}}")).isFalse();
        assertThat(BodyEdit.wantsUsage("{\"metadata\":{\"include_usage\":true}}")).isFalse();
    }
}
