package dev.drover.gateway.provider.openai;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.drover.gateway.fixture.OverWireMock;
import dev.drover.gateway.fixture.TestGateway;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

class UpstreamErrorTest extends OverWireMock {

    private static final String WHOLE = "{\"id\":\"up\",\"object\":\"chat.completion\", \"odd\":1.50,"
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Good day\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";

    @BeforeAll
    static void start() {
        TestGateway.write(folder, "key.txt", "sk-secret\n");
        TestGateway.remote(folder, "one", "{}", deployment("one", 0, ", key: {file: key.txt}"));
        TestGateway.remote(folder, "two", "{}", deployment("first", 0, ""), deployment("second", 1, ""));
        TestGateway.remote(folder, "keyless", "{}", deployment("one", 0, ", key: {env: DROVER_TEST_NO_SUCH_KEY}"));
        TestGateway.remote(folder, "breaking", "{}", deployment("breaking", 0, ""));
        TestGateway.remote(folder, "nowhere", "{connect: 300ms}",
                "{provider: openai, url: \"http://127.0.0.1:11/v1\", model: up}");
        serve();
    }

    @BeforeEach
    void clear() {
        upstream.resetAll();
        gateway.breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    private static String deployment(String path, int tier, String more) {
        return "{provider: openai, url: \"" + upstream.baseUrl() + "/" + path + "\", model: up, tier: " + tier + more
                + "}";
    }

    private static UrlPattern at(String path) {
        return urlEqualTo("/" + path + "/chat/completions");
    }

    @Test
    void aWholeAnswerIsPassedOnToTheByteWithTheKeySentAlong() {
        upstream.stubFor(
                post(at("one")).willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(WHOLE)));

        HttpResponse<String> response = gateway.ask("""
                {"model":"one", "odd": 1.50,"n":2,"messages":[{"role":"user","content":"Hi"}]}""");

        assertThat(response.body()).isEqualTo(WHOLE);
        upstream.verify(postRequestedFor(at("one")).withHeader("Authorization", equalTo("Bearer sk-secret"))
                .withRequestBody(equalTo("{\"model\":\"up\", \"odd\": 1.50,\"n\":2,\"messages\":"
                        + "[{\"role\":\"user\",\"content\":\"Hi\"}]}")));
    }

    @Test
    void anErrorKeepsStatusCodeAndMessage() {
        upstream.stubFor(post(at("one")).willReturn(aResponse().withStatus(400)
                .withBody("{\"error\":{\"message\":\"no such tool\",\"code\":\"bad_tool\",\"param\":\"tools\"}}")));

        HttpResponse<String> response = gateway.ask("one", true, "Hi");

        JsonNode error = TestGateway.json(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("code").asString()).isEqualTo("bad_tool");
        assertThat(error.path("param").asString()).isEqualTo("tools");
        assertThat(error.path("message").asString()).contains("no such tool");
        upstream.verify(1, postRequestedFor(at("one")));
    }

    @Test
    void aBodyThatIsNoErrorObjectIsReportedAsSuch() {
        upstream.stubFor(post(at("one")).willReturn(aResponse().withStatus(500).withBody("<html>oops</html>")));

        HttpResponse<String> response = gateway.ask("one", false, "Hi");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("upstream_status_500").contains("no OpenAI error").contains("oops");
    }

    @Test
    void whatFailsBeforeTheFirstByteGoesToTheNextTierAndBackAgainOnce() {
        upstream.stubFor(post(at("first")).willReturn(aResponse().withStatus(503).withBody("{}")));
        upstream.stubFor(post(at("second")).inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("well"));
        upstream.stubFor(post(at("second")).inScenario("s")
                .whenScenarioStateIs("well")
                .willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(WHOLE)));

        assertThat(gateway.ask("two", false, "Hi").statusCode()).isEqualTo(200);
    }

    @Test
    void retryAfterIsHandedOn() {
        upstream.stubFor(post(at("one"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17").withBody("{\"error\":{}}")));

        HttpResponse<String> response = gateway.ask("one", false, "Hi");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("17");
        upstream.verify(1, postRequestedFor(at("one")));
    }

    @Test
    void aRedirectIsNotFollowed() {
        upstream.stubFor(post(at("one"))
                .willReturn(aResponse().withStatus(307).withHeader("Location", upstream.baseUrl() + "/elsewhere")));

        assertThat(gateway.ask("one", false, "Hi").body()).contains("upstream_status_307");
        upstream.verify(0, postRequestedFor(urlPathMatching("/elsewhere.*")));
    }

    @Test
    void aMissingKeyAndAnUnreachableHostAreToldApartAndNoSecretIsTold() {
        assertThat(gateway.ask("keyless", false, "Hi").body()).contains("upstream_key_missing")
                .contains("DROVER_TEST_NO_SUCH_KEY");
        HttpResponse<String> nowhere = gateway.ask("nowhere", false, "Hi");
        assertThat(nowhere.statusCode()).isEqualTo(502);
        assertThat(nowhere.body()).contains("upstream_unreachable").doesNotContain("sk-secret");
    }

    @Test
    void aKeyThatTheUpstreamRepeatsIsNotTold() {
        for (int status : new int[] {400, 401, 500}) {
            upstream.stubFor(post(at("one")).willReturn(aResponse().withStatus(status)
                    .withBody("{\"error\":{\"message\":\"Incorrect key provided: sk-secret.\"}}")));
            assertThat(gateway.ask("one", false, "Hi").body()).contains("Incorrect key provided: [key].")
                    .doesNotContain("sk-secret");
        }
    }

    @Test
    void whatIsToldToWaitIsAskedOnceMore() {
        upstream.stubFor(post(at("one")).inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0"))
                .willSetStateTo("free"));
        upstream.stubFor(post(at("one")).inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(WHOLE)));

        assertThat(gateway.ask("one", false, "Hi").body()).isEqualTo(WHOLE);
        upstream.verify(2, postRequestedFor(at("one")));
    }

    @Test
    void anAnswerComesInTheFormThatWasAskedForWhateverTheUpstreamSends() {
        upstream.stubFor(
                post(at("one")).willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(WHOLE)));
        HttpResponse<String> stream = gateway.ask("one", true, "Hi");
        assertThat(TestGateway.text(stream.body())).isEqualTo("Good day");
        assertThat(TestGateway.data(stream.body())).last().isEqualTo("[DONE]");

        upstream.stubFor(post(at("one"))
                .willReturn(aResponse().withHeader("Content-Type", "Text/Event-Stream; charset=utf-8").withBody("""
                        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Good "}}]}

                        data: {"choices":[{"index":0,"delta":{"content":"day"},"finish_reason":"length"}]}

                        data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}

                        data: [DONE]

                        """)));
        JsonNode whole = TestGateway.json(gateway.ask("one", false, "Hi").body());
        assertThat(whole.path("choices").path(0).path("message").path("content").asString()).isEqualTo("Good day");
        assertThat(whole.path("choices").path(0).path("finish_reason").asString()).isEqualTo("length");
        assertThat(whole.path("usage").path("total_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void requestsAtFaultDoNotRestADeploymentAndOneThatIsWellAgainIsAskedAgain() {
        upstream.stubFor(post(at("breaking")).willReturn(aResponse().withStatus(400)));
        for (int i = 0; i < 12; i++) {
            assertThat(gateway.ask("breaking", false, "Hi").statusCode()).isEqualTo(400);
        }
        upstream.stubFor(post(at("breaking"))
                .willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(WHOLE)));
        CircuitBreaker breaker = gateway.breakers.getAllCircuitBreakers()
                .stream()
                .filter(each -> each.getName().contains("/breaking"))
                .findFirst()
                .orElseThrow();
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.ask("breaking", false, "Hi").statusCode()).isEqualTo(200);
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aDeploymentThatKeepsFailingIsLeftAlone() {
        upstream.stubFor(post(at("breaking")).willReturn(aResponse().withStatus(500)));
        for (int i = 0; i < 12; i++) {
            gateway.ask("breaking", false, "Hi");
        }
        int asked = upstream.findAll(postRequestedFor(at("breaking"))).size();

        assertThat(gateway.ask("breaking", false, "Hi").body()).contains("upstream_resting");
        assertThat(upstream.findAll(postRequestedFor(at("breaking")))).hasSize(asked);
        assertThat(gateway.get(gateway.adminUrl() + "/metrics").body()).contains("resilience4j_circuitbreaker_state{")
                .contains("state=\"open\"} 1");
    }
}
