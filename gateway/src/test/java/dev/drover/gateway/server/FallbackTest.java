package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverWireMock;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

/** Who is asked instead, by what went wrong. */
class FallbackTest extends OverWireMock {

    @BeforeAll
    static void start() {
        for (String name : new String[] {"long", "mild", "spare", "late"}) {
            TestGateway.remote(folder, name, "{}",
                    "{provider: scripted, model: " + name + ", text: \"" + name + " answers\"}");
        }
        TestGateway.remote(folder, "broken", "{}", "{provider: scripted, model: x, fault: unavailable}");
        TestGateway.write(folder, "main.yaml", """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: main}
                spec:
                  deployments: [{provider: openai, url: "%s", model: up}]
                  fallback:
                    contextTooLong: [long]
                    contentFilter: [mild]
                    overloaded: [broken, spare]
                    unavailable: [late]
                """.formatted(upstream.baseUrl()));
        TestGateway.auto(folder, "route: {strategy: first, candidates: [main, late]}\n");
        serve();
    }

    private static void fails(int status, String body) {
        upstream.resetAll();
        upstream.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"error":{"message":"too long","code":"context_length_exceeded"}}  | long answers
            400 | {"error":{"message":"prompt is too long: 9 tokens"}}               | long answers
            400 | {"error":{"message":"no","code":"content_filter"}}                 | mild answers
            400 | {"error":{"message":"no","code":"content_policy_violation"}}       | mild answers
            429 | {"error":{"message":"busy"}}                                       | spare answers
            500 | oops                                                               | late answers
            """)
    void eachTroubleHasItsStandIns(int status, String body, String answer) {
        fails(status, body);
        for (boolean stream : new boolean[] {true, false}) {
            HttpResponse<String> response = gateway.ask("main", stream, "Hi");
            String text = stream ? TestGateway.text(response.body())
                    : TestGateway.json(response.body())
                            .path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .asString();
            assertThat(text).isEqualTo(answer);
        }
    }

    @Test
    void theDecisionTellsWhoAnsweredAndWhyAndTheStandInIsCharged() {
        fails(429, "{}");
        JsonNode decision = gateway.decision(gateway.ask("main", false, "Hi"));
        assertThat(decision.path("model").asString()).isEqualTo("spare");
        assertThat(decision.path("reasons").toString()).contains("main could not begin: upstream_busy")
                .contains("broken could not begin: upstream_unreachable");
        assertThat(decision.path("cost").path("currency").asString()).isEqualTo("USD");
    }

    @Test
    void aBadRequestHasNoStandIn() {
        fails(400, "{\"error\":{\"message\":\"no such tool\",\"code\":\"bad_tool\"}}");
        HttpResponse<String> response = gateway.ask("main", false, "Hi");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("bad_tool");
    }

    @Test
    void underAPolicyStandInsComeBeforeTheOtherCandidates() {
        fails(429, "{}");
        assertThat(gateway.ask("auto", false, "Hi").body()).contains("spare answers");
        fails(500, "{}");
        assertThat(gateway.ask("auto", false, "Hi").body()).contains("late answers");
    }
}
