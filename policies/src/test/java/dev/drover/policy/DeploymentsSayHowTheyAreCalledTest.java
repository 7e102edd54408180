package dev.drover.policy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentsSayHowTheyAreCalledTest {

    private static String model(String deployment) {
        return """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: remote}
                spec:
                  deployments:
                    - {%s}
                """.formatted(deployment);
    }

    private static Model.Deployment read(String deployment) {
        Model model = Examples.read(model(deployment)).model("remote").orElseThrow();
        return ((Model.Remote) model.source()).deployments().getFirst();
    }

    @Test
    void headersParametersAndTheProvidersOwnOptionsAreRead() {
        Model.Deployment deployment = read("provider: other, url: \"https://a.example\", model: m, keyHeader: api-key, "
                + "headers: {X-Title: Drover}, query: {api-version: \"2024-10-21\"}");

        assertThat(deployment.call().headers()).isEqualTo(Map.of("X-Title", "Drover"));
        assertThat(deployment.call().query()).isEqualTo(Map.of("api-version", "2024-10-21"));
        assertThat(deployment.call().options().text("keyHeader")).isEqualTo("api-key");
    }

    @Test
    void aProviderThatKnowsItsAddressNeedsNoneAndTakesAnother() {
        assertThat(read("provider: other, model: m").url()).isEqualTo(URI.create("https://standard.example/v1"));
        assertThat(read("provider: other, model: m, url: \"http://mine.example\"").url())
                .isEqualTo(URI.create("http://mine.example"));
        assertThat(Examples.problems(model("provider: openai, model: m"))).singleElement()
                .asString()
                .contains("spec.deployments[0].url: missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            keyHedder: x                        | keyHedder    | unknown key (expected: keyHeader?)
            keyHeader: 3                        | keyHeader    | expected: a text
            headers: [a]                        | headers      | expected: a mapping
            headers: {X-A: 3}                   | headers.X-A  | expected: a text
            headers: {"X A": b}                 | headers.X A  | expected: the name of a header
            headers: {authorization: sk-secret} | headers      | put the key under key:
            headers: {X-Api-Key: sk-secret}     | headers      | put the key under key:
            headers: {Host: a.example}          | headers      | header of the connection
            query: {"a=b": c}                   | query.a=b    | expected: the name of a parameter
            query: {key: sk-secret}             | query        | put the key under key:
            """)
    void whatCannotBeCalledSoIsRefusedAndNoKeyIsRepeated(String wrong, String key, String expected) {
        List<Problem> problems = Examples.problems(model("provider: other, model: m, " + wrong));

        assertThat(problems).singleElement().asString().contains("spec.deployments[0]." + key + ":").contains(expected);
        assertThat(problems.toString()).doesNotContain("sk-secret");
    }

    @Test
    void anotherOptionIsAnotherVersion() {
        String one = Examples.read(model("provider: other, model: m, query: {a: b}")).version().hash();
        String two = Examples.read(model("provider: other, model: m, query: {a: c}")).version().hash();
        assertThat(one).isNotEqualTo(two);
    }
}
