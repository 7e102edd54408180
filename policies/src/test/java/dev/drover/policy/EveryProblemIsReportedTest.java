package dev.drover.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EveryProblemIsReportedTest {

    @Test
    void allProblemsOfAllDocumentsComeAtOnce() {
        List<Problem> problems = Examples.problems("""
                apiVersion: drover.dev/v2
                kind: Model
                metadata: {name: Large}
                spec:
                  alises: [x]
                  price: {inputPerMillion: -1}
                  local: {file: "a.gguf"}
                """, """
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: default}
                spec:
                  match: {models: []}
                  route: {strategy: hurd, minimumQuality: 1.5, candidates: [nobody]}
                  cache: {exact: {ttl: 10}}
                """);

        assertThat(problems).extracting(Problem::path)
                .contains("apiVersion", "metadata.name", "spec.alises", "spec.price.inputPerMillion",
                        "spec.match.models", "spec.route.strategy", "spec.route.minimumQuality",
                        "spec.route.candidates[0]", "spec.cache.exact.ttl");
        assertThat(problems).extracting(Problem::line).containsExactly(1, 3, 5, 6, 14, 15, 15, 15, 16);
        assertThat(problems).extracting(Problem::document).contains(1, 2);
        assertThat(problems).extracting(Problem::toString)
                .contains("test.yaml:5: spec.alises: unknown key (expected: aliases?)",
                        "test.yaml:15: spec.route.strategy: \"hurd\" (expected: herd?)",
                        "test.yaml:15: spec.route.minimumQuality: 1.5 (expected: a number from 0 to 1)");
    }

    @Test
    void theExceptionListsThem() {
        assertThatThrownBy(() -> Examples.read("kind: Model")).isInstanceOf(InvalidPolicies.class)
                .hasMessageContaining("apiVersion: missing (expected: drover.dev/v1)")
                .hasMessageContaining("metadata.name: missing")
                .hasMessageContaining("spec: neither deployments nor local");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            objective: {quality: 1.0, | objective: {quality: high,  | spec.route.objective.quality | expected: a number
            cost: 0.3, latency | costs: 0.3, latency | spec.route.objective.costs | expected: cost?
            minimumQuality: 0.6 | minimumQualty: 0.6 | spec.route.minimumQualty | expected: minimumQuality?
            minimumQuality: 0.6 | priors: 0.6 | spec.route.priors | expected: prior?
            minimumQuality: 0.6 | prior: 3 | spec.route.prior | a number from 0 to 1
            minimumQuality: 0.6 | prior: [1] | spec.route.prior | a list (expected
            rule: token-v3 | rule: token-v4 | spec.cascades[0].rule | expected: token-v3?
            rule: token-v3, leniency: 0.3 | rule: lossless, leniency: 0.3 | spec.cascades[0].leniency | unknown key
            leniency: 0.3 | leniency: 1.3 | spec.cascades[0].leniency | a number from 0 to 1
            leniency: 0.3 | lenience: 0.3 | spec.cascades[0].lenience | expected: leniency?
            blockLength: 5 | blockLength: 0 | spec.cascades[0].blockLength | a whole number from 1 to 15
            blockLength: 5 | blockLength: 2.5 | spec.cascades[0].blockLength | a whole number from 1 to 15
            drafter: herd-drafter | drafter: herd-draftr | spec.cascades[0].drafter | expected: herd-drafter?
            drafter: herd-drafter | drafter: herd-verifier | spec.cascades[0].drafter | another model
            drafter: herd-drafter | drafter: large-remote | spec.cascades[0].drafter | runs behind providers
            cache: {exact: {ttl: 10m}} | deferrals: [{name: herd-pair, weak: herd-facts, strong: large-remote, by: mean}] | spec.deferrals[0].name | a name of its own
            cache: {exact: {ttl: 10m}} | deferrals: [{name: d, weak: herd-fact, strong: large-remote, by: mean}] | spec.deferrals[0].weak | expected: herd-facts?
            cache: {exact: {ttl: 10m}} | deferrals: [{name: d, weak: herd-facts, strong: herd-facts, by: mean}] | spec.deferrals[0].weak | another model than the strong
            cache: {exact: {ttl: 10m}} | deferrals: [{name: d, weak: herd-facts, by: mean}] | spec.deferrals[0].strong | missing
            cache: {exact: {ttl: 10m}} | deferrals: [{name: d, weak: herd-facts, strong: large-remote, by: men}] | spec.deferrals[0].by | expected: mean?
            cache: {exact: {ttl: 10m}} | deferrals: [{name: d, weak: herd-facts, strong: large-remote, by: mean, threshold: 3}] | spec.deferrals[0].threshold | a number from 0 to 2
            cache: {exact: {ttl: 10m}} | skeletons: [{name: herd-pair, model: large-remote}] | spec.skeletons[0].name | a name of its own
            cache: {exact: {ttl: 10m}} | skeletons: [{name: s, model: large-remot}] | spec.skeletons[0].model | expected: large-remote?
            cache: {exact: {ttl: 10m}} | skeletons: [{name: s, model: large-remote, when: never}] | spec.skeletons[0].when | expected: ask
            cache: {exact: {ttl: 10m}} | skeletons: [{name: s, model: large-remote, points: 1}] | spec.skeletons[0].points | 2 to 20
            name: herd-pair | name: herd-facts | spec.cascades[0].name | a name of its own
            ttl: 10m | ttl: 10 | spec.cache.exact.ttl | a duration
            ttl: 10m | ttl: 10 minutes | spec.cache.exact.ttl | a duration
            ttl: 10m | ttl: 9999d | spec.cache.exact.ttl | a duration
            exact: {ttl: 10m} | exact: {} | spec.cache.exact.ttl | missing
            exact: {ttl: 10m} | semantic: {ttl: 10m} | spec.cache.semantic | expected: one of exact
            models: [auto] | models: auto | spec.match.models | write it in [ ]
            models: [auto] | models: [1] | spec.match.models[0] | write it in quotes
            models: [auto] | models: [auto, auto] | spec.match.models | twice
            teams: ["*"] | teams: [] | spec.match.teams | no teams
            kind: RoutePolicy | kind: RoutPolicy | kind | expected: Model or RoutePolicy
            herd-facts, large-remote | herd-fact, large-remote | spec.route.candidates[1] | expected: herd-facts?
            """)
    void aSlipInAPolicyIsNamedWithItsCure(String right, String wrong, String path, String message) {
        assertThat(Examples.POLICY).contains(right);

        List<Problem> problems = Examples.problems(Examples.MODELS, Examples.POLICY.replace(right, wrong));

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider: openai | provider: openia | spec.deployments[0].provider | expected: openai?
            weight: 3 | weight: 0 | spec.deployments[0].weight | from 1 to 1000
            tier: 1 | tier: 10 | spec.deployments[2].tier | from 0 to 9
            model: large-1, | modell: large-1, | spec.deployments[0].modell | expected: model?
            context: 128000 | context: 128k | spec.context | a whole number
            currency: USD | currency: dollars | spec.price.currency | three capital letters
            connect: 2s | connect: 2 | spec.clocks.connect | a duration
            connect: 2s | conect: 2s | spec.clocks.conect | expected: connect?
            aliases: [gpt-large, | aliases: [herd-facts, | spec.aliases[0] | not the name of a model
            name: herd-facts | name: herd-drafter | metadata.name | a name of its own
            local: {file: "bundled:facts"} | local: {file: 3} | spec.local.file | write it in quotes
            local: {file: "bundled:facts"} | local: {file: ""} | spec.local.file | expected: a GGUF file
            local: {file: "bundled:facts"} | local: here | spec.local | a mapping
            local: {file: "bundled:facts"} | deployments: [] | spec.deployments | at least one
            local: {file: "bundled:facts"} | deployments: {} | spec.deployments | a list
            local: {file: "bundled:facts"} | local: {file: x}, deployments: [] | spec | both
            https://provider.example/v1 | ftp://provider.example/v1 | spec.deployments[0].url | http or https
            https://provider.example/v1 | provider.example/v1 | spec.deployments[0].url | http or https
            https://provider.example/v1 | https:///v1 | spec.deployments[0].url | http or https
            https://provider.example/v1 | https://a b/v1 | spec.deployments[0].url | http or https
            https://provider.example/v1 | https://a.example/v1?k=v | spec.deployments[0].url | path only
            """)
    void aSlipInAModelIsNamedWithItsCure(String right, String wrong, String path, String message) {
        assertThat(Examples.MODELS).contains(right);

        List<Problem> problems = Examples
                .problems(Examples.MODELS.replaceFirst(java.util.regex.Pattern.quote(right), wrong), Examples.POLICY);

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"key: sk-very-secret", "key: {env: sk-very-secret}", "key: {value: sk-very-secret}",
            "key: [sk-very-secret]", "key: {env: A, file: sk-very-secret}", "key: {env: {x: sk-very-secret}}",
            "url: \"https://user:sk-very-secret@provider.example/v1\"",
            "url: \"https://provider.example/v1?key=sk-very-secret\"", "key: {env: 'sk-very-secret"})
    void aSecretInADocumentIsRefusedAndNeverRepeated(String wrong) {
        List<Problem> problems = Examples.problems(Examples.MODELS.replace(
                wrong.startsWith("key") ? "key: {env: PROVIDER_KEY}" : "url: \"https://provider.example/v1\"", wrong));

        assertThat(problems).isNotEmpty();
        assertThat(problems.toString()).doesNotContain("very-secret");
    }

    @Test
    void aFolderWithoutDocumentsIsAProblem() {
        assertThat(Examples.problems("# nothing here")).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no documents"));
    }
}
