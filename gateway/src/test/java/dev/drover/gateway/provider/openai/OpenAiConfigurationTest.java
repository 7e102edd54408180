package dev.drover.gateway.provider.openai;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.drover.gateway.fixture.OverWireMock;
import dev.drover.gateway.fixture.TestGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

/** Servers with OpenAI's interface that differ in small things, by configuration alone. */
class OpenAiConfigurationTest extends OverWireMock {

    private static final String ANSWER = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            + "\"Good day\"},\"finish_reason\":\"stop\"}]}";

    @BeforeAll
    static void start() {
        TestGateway.write(folder, "key.txt", "sk-secret\n");
        String base = "{provider: openai, key: {file: key.txt}, url: \"" + upstream.baseUrl();
        TestGateway.remote(folder, "azure", "{}", base + "/openai/deployments/big\", model: big, keyHeader: api-key, "
                + "query: {api-version: \"2024-10-21\"}}");
        TestGateway.remote(folder, "router", "{}",
                base + "/api/v1/\", model: \"*\", headers: {X-Title: Drover, HTTP-Referer: \"https://a.example\"}}");
        TestGateway.remote(folder, "strict", "{}",
                base + "/v1\", model: m, streamUsage: false, limitField: max_completion_tokens}");
        serve();
    }

    @BeforeEach
    void answer() {
        upstream.resetAll();
        upstream.stubFor(
                post(anyUrl()).willReturn(aResponse().withHeader("Content-Type", "application/json").withBody(ANSWER)));
    }

    private static LoggedRequest asked() {
        return upstream.findAll(postRequestedFor(anyUrl())).getLast();
    }

    @Test
    void azureWantsTheKeyInAHeaderOfItsOwnAndAVersionInTheAddress() {
        assertThat(gateway.ask("azure", false, "Hi").body()).isEqualTo(ANSWER);
        assertThat(asked().getUrl()).isEqualTo("/openai/deployments/big/chat/completions?api-version=2024-10-21");
        assertThat(asked().getHeader("api-key")).isEqualTo("sk-secret");
        assertThat(asked().containsHeader("Authorization")).isFalse();
    }

    @Test
    void aRouterOfModelsGetsTheNameThatWasAskedForAndWhoAsks() {
        gateway.ask("router", false, "Hi");
        assertThat(asked().getUrl()).isEqualTo("/api/v1/chat/completions");
        assertThat(asked().getHeader("X-Title")).isEqualTo("Drover");
        assertThat(asked().getHeader("Authorization")).isEqualTo("Bearer sk-secret");
        assertThat(asked().getBodyAsString()).contains("\"model\":\"router\"");
    }

    @Test
    void aServerThatDoesNotKnowStreamOptionsIsNotAskedForUsage() {
        gateway.ask("strict", true, "Hi");
        assertThat(asked().getBodyAsString()).contains("\"stream\":true").doesNotContain("stream_options");
    }

    @Test
    void theLimitOnTokensHasTheNameThatTheServerKnows() {
        gateway.send(gateway
                .post("/v1/messages",
                        "{\"model\":\"strict\",\"max_tokens\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .build());
        assertThat(asked().getBodyAsString()).contains("\"max_completion_tokens\":7").doesNotContain("\"max_tokens\"");
    }
}
