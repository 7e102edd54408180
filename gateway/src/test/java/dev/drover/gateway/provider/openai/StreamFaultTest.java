package dev.drover.gateway.provider.openai;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StreamFaultTest extends OverFakeUpstream {

    private static final String CLOCKS = "{connect: 1s, firstToken: 2s, idle: 600ms, total: 20s, keepAlive: 200ms}";

    @BeforeAll
    static void start() {
        for (String kind : new String[] {"good", "nodone", "cutclean", "dies", "stalls", "malformed", "error", "huge",
                "mute", "patient"}) {
            TestGateway.remote(folder, kind, CLOCKS, upstream.deployment(kind, 0));
        }
        for (String kind : new String[] {"rolethendies", "errorfirst", "empty"}) {
            TestGateway.remote(folder, "rescued-" + kind, CLOCKS, upstream.deployment(kind, 0),
                    upstream.deployment("good", 1));
        }
        TestGateway.remote(folder, "endless", "{total: 500ms}", upstream.deployment("endless", 0));
        TestGateway.remote(folder, "silent", "{firstToken: 300ms}", upstream.deployment("mute", 0));
        TestGateway.remote(folder, "short", "{total: 700ms, idle: 600ms}", upstream.deployment("patient", 0));
        serve();
    }

    @Test
    void aGoodStreamIsPassedOnAsItCame() {
        HttpResponse<String> response = gateway.ask("good", true, "Hi");

        assertThat(TestGateway.text(response.body())).isEqualTo("Good day");
        assertThat(TestGateway.data(response.body())).last().isEqualTo("[DONE]");
        assertThat(response.body()).contains("\"id\":\"up-1\"")
                .doesNotContain("drover")
                .doesNotContain("prompt_tokens");
        assertThat(response.headers().firstValue("x-drover-decision")).isPresent();
        assertThat(upstream.bodies).anySatisfy(body -> assertThat(body).contains("\"model\":\"up\"")
                .contains("\"stream_options\":{\"include_usage\":true}"));
    }

    @Test
    void usageReachesAClientThatAskedAndTheDecisionAlways() {
        HttpResponse<String> response = gateway.ask("""
                {"model":"good","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"Hi"}]}""");

        assertThat(response.body()).contains("\"prompt_tokens\":5");
        JsonNode decision = TestGateway.json(gateway.get(gateway.adminUrl() + "/admin/decisions/"
                + response.headers().firstValue("x-drover-decision").orElseThrow()).body());
        assertThat(decision.path("usage").path("completionTokens").asInt()).isEqualTo(2);
    }

    @Test
    void aStreamThatEndsWithoutItsMarkIsCompleteWhenItsChoiceIs() {
        assertThat(TestGateway.data(gateway.ask("nodone", true, "Hi").body())).last().isEqualTo("[DONE]");
    }

    @ParameterizedTest
    @CsvSource({"cutclean,stream_cut", "dies,stream_cut", "stalls,stream_stalled", "malformed,stream_malformed",
            "error,upstream_error", "huge,stream_malformed", "short,stream_stalled"})
    void aStreamThatDiesEndsWithAnErrorAndNeverWithDone(String model, String code) {
        HttpResponse<String> response = gateway.ask(model, true, "Hi");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("[DONE]").contains("event: error");
        assertThat(TestGateway.json(TestGateway.data(response.body()).getLast()).path("error").path("code").asString())
                .isEqualTo(code);
        JsonNode decision = TestGateway.json(gateway.get(gateway.adminUrl() + "/admin/decisions/"
                + response.headers().firstValue("x-drover-decision").orElseThrow()).body());
        assertThat(decision.path("outcome").asString()).isEqualTo(code);
        assertThat(decision.path("usage").path("completionTokens").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"rolethendies", "errorfirst", "empty"})
    void whatDiesBeforeAnythingIsVisibleIsAnsweredElsewhere(String kind) {
        HttpResponse<String> response = gateway.ask("rescued-" + kind, true, "Hi");

        assertThat(TestGateway.text(response.body())).isEqualTo("Good day");
        assertThat(TestGateway.data(response.body())).last().isEqualTo("[DONE]");
    }

    @Test
    void anUpstreamThatSaysNothingTimesOutWhileTheClientIsKeptAlive() {
        HttpResponse<String> response = gateway.ask("mute", true, "Hi");

        assertThat(response.body()).contains(": keep-alive").contains("upstream_timeout").doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @CsvSource({"endless,stream_stalled", "silent,upstream_timeout", "stalls,stream_stalled"})
    void aClockThatRunsOutEndsTheUpstreamCall(String model, String code) throws Exception {
        int cancelled = upstream.cancelled.get();
        assertThat(gateway.ask(model, true, "Hi").body()).contains(code).doesNotContain("[DONE]");
        for (int i = 0; i < 400 && upstream.cancelled.get() == cancelled; i++) {
            Thread.sleep(25);
        }
        assertThat(upstream.cancelled.get()).isGreaterThan(cancelled);
    }

    @Test
    void aStreamThatHasBegunIsNeverTriedAgain() {
        int asked = upstream.requests.get();
        gateway.ask("dies", true, "Hi");
        gateway.ask("cutclean", false, "Hi");
        assertThat(upstream.requests.get()).isEqualTo(asked + 2);
    }

    @Test
    void aSlowButLivingStreamIsNotCut() {
        assertThat(TestGateway.text(gateway.ask("patient", true, "Hi").body())).isEqualTo("01234567");
    }
}
