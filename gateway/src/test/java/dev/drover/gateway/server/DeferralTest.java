package dev.drover.gateway.server;

import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Deferrals over HTTP: one gateway asks the scripted models of another. */
class DeferralTest {

    private static final String SCRIPT = "{provider: scripted, model: any, text: \"%s\", logprob: %s, firstMillis: %s}";

    private static TestGateway upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path there, @TempDir Path here) {
        TestGateway.remote(there, "sure", "{}", SCRIPT.formatted("weak words that are kept", "-0.05", 0));
        TestGateway.remote(there, "unsure", "{}", SCRIPT.formatted("doubtful words nobody sees", "-2", 0));
        TestGateway.remote(there, "strong", "{}", SCRIPT.formatted("the better answer", "0", 0));
        TestGateway.remote(there, "slow", "{}", SCRIPT.formatted("too late", "0", 600_000));
        upstream = TestGateway.over(there);
        for (String name : new String[] {"sure", "unsure", "strong", "slow"}) {
            TestGateway.write(here, name + ".yaml", """
                    apiVersion: drover.dev/v1
                    kind: Model
                    metadata: {name: %s}
                    spec:
                      price: {inputPerMillion: %s, outputPerMillion: %s}
                      deployments: [{provider: openai, url: "%s/v1", model: %s}]
                    """.formatted(name, name.equals("strong") ? 1000 : 10, name.equals("strong") ? 2000 : 20,
                    upstream.url(), name));
        }
        TestGateway.auto(here,
                """
                        route: {strategy: first, candidates: [kept]}
                        deferrals:
                          - {name: kept, weak: sure, strong: strong, by: mean, threshold: 0.8, hedge: never, holdTokens: 3, holdMillis: 60000}
                          - {name: doubted, weak: unsure, strong: strong, by: mean, threshold: 0.8, hedge: never, holdTokens: 3, holdMillis: 60000}
                          - {name: led, weak: sure, strong: strong, by: margin, threshold: 0.95, hedge: never, holdTokens: 3, holdMillis: 60000}
                          - {name: hedged, weak: sure, strong: slow, by: quantile, threshold: 0.8, hedge: always, hedgeMillis: 0, holdMillis: 60000}
                          - {name: voted, weak: unsure, strong: slow, by: agreement, samples: 3, threshold: 0.9, hedge: never, holdMillis: 60000}
                        """);
        gateway = TestGateway.over(here);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    private static JsonNode deferral(HttpResponse<String> response) {
        return gateway.decision(response).path("facts").path("deferral");
    }

    private static double cost(HttpResponse<String> response) {
        return gateway.decision(response).path("cost").path("amount").asDouble(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSureWeakModelsAnswerIsKeptAndChargedAtItsPrice(boolean stream) {
        HttpResponse<String> response = gateway.ask("kept", stream, "two words");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("logprob\"");
        assertThat(stream ? TestGateway.text(response.body()) : content(response))
                .isEqualTo("weak words that are kept");
        assertThat(deferral(response).path("answeredBy").asString("")).isEqualTo("sure");
        assertThat(deferral(response).path("confidence").asDouble(0)).isEqualTo(.9512);
        assertThat(cost(response)).isCloseTo((2 * 10 + 5 * 20) / 1e6, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDoubtfulOnesWordsAreNotInAnythingThatIsSentButInItsPrice(boolean stream) {
        HttpResponse<String> response = gateway.ask("doubted", stream, "two words");
        assertThat(stream ? TestGateway.text(response.body()) : content(response)).isEqualTo("the better answer");
        assertThat(response.body()).doesNotContain("doubtful").doesNotContain("nobody");
        assertThat(deferral(response).path("answeredBy").asString("")).isEqualTo("strong");
        int judged = deferral(response).path("judgedTokens").asInt(0);
        assertThat(judged).isEqualTo(3);
        assertThat(cost(response)).isCloseTo((2 * 1000 + 3 * 2000 + 2 * 10 + judged * 20) / 1e6, within(1e-12));
    }

    @Test
    void aMarginIsReadFromTheAlternatives() {
        HttpResponse<String> response = gateway.ask("led", true, "Hi");
        assertThat(deferral(response).path("confidence").asDouble(0)).as("e^-.05 less what is left of 1")
                .isCloseTo(2 * Math.exp(-.05) - 1, within(1e-4));
        assertThat(TestGateway.text(response.body())).isEqualTo("the better answer");
    }

    @Test
    void aHedgeThatIsNotNeededIsCancelledAndCostsOnlyItsPrompt() {
        HttpResponse<String> response = gateway.ask("hedged", true, "two words");
        assertThat(TestGateway.text(response.body())).isEqualTo("weak words that are kept");
        JsonNode used = gateway.decision(response).path("facts").path("usageByModel");
        assertThat(used.path("sure").path("completionTokens").asInt(-1)).isEqualTo(5);
        assertThat(used.path("slow").path("completionTokens").asInt(-1)).isZero();
    }

    @Test
    void samplesThatAgreeAreAnAnswer() {
        HttpResponse<String> response = gateway.ask("voted", false, "Hi");
        assertThat(content(response)).isEqualTo("doubtful words nobody sees");
        assertThat(deferral(response).path("confidence").asDouble(0)).isEqualTo(1);
        assertThat(TestGateway.json(response.body()).path("usage").path("completion_tokens").asInt(0)).isEqualTo(12);
    }

    @Test
    void aPolicyMayChooseADeferral() {
        assertThat(content(gateway.ask("auto", false, "Hi"))).isEqualTo("weak words that are kept");
    }

    @Test
    void logProbabilitiesThatTheClientWantsAreHandedOn() {
        HttpResponse<String> response = gateway.ask("""
                {"model":"kept","logprobs":true,"messages":[{"role":"user","content":"Hi"}]}""");
        assertThat(TestGateway.json(response.body()).path("choices").path(0).path("logprobs").path("content"))
                .hasSize(5);
    }

    @Test
    void toolsGoToTheStrongModel() {
        HttpResponse<String> response = gateway.ask("""
                {"model":"kept","messages":[{"role":"user","content":"Hi"}],
                 "tools":[{"type":"function","function":{"name":"f"}}]}""");
        assertThat(content(response)).isEqualTo("the better answer");
    }

    @Test
    void aWeakModelOfThisProcessCannotBeJudgedByItsProbabilities(@TempDir Path folder) {
        TestGateway.local(folder, "small", "Hi.");
        TestGateway.local(folder, "large", "Hello.");
        TestGateway.auto(folder, """
                route: {strategy: first, candidates: [pair]}
                deferrals: [{name: pair, weak: small, strong: large, by: mean}]
                """);
        assertThatThrownBy(() -> TestGateway.over(folder).close()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cascade pair: weak: small runs here and tells no log-probabilities (expected: a "
                        + "model behind a provider, or by: agreement)");
    }

    private static String content(HttpResponse<String> response) {
        return TestGateway.json(response.body()).path("choices").path(0).path("message").path("content").asString("");
    }
}
