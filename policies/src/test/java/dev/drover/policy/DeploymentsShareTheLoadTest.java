package dev.drover.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentsShareTheLoadTest {

    private static String model(String deployment, String more) {
        return """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: remote}
                spec:
                  deployments:
                    - {provider: other, model: m, %s}
                  %s
                """.formatted(deployment, more);
    }

    private static Model read(String deployment, String more) {
        return Examples.read(Examples.model("other", "[]"), model(deployment, more)).model("remote").orElseThrow();
    }

    @Test
    void whatIsNotSaidIsUsual() {
        Model model = read("weight: 1", "aliases: []");

        Model.Remote remote = (Model.Remote) model.source();
        assertThat(remote.balance().by()).isEqualTo("weighted");
        assertThat(remote.breaker()).isEqualTo(new Breaker(20, 5, 50, Duration.ofSeconds(10), 2));
        assertThat(remote.hedge()).isNull();
        assertThat(remote.deployments().getFirst().limits()).isEqualTo(new Limits(1_000, null));
        assertThat(model.fallback()).isEmpty();
    }

    @Test
    void balanceLimitsBreakerHedgeAndStandInsAreRead() {
        Model model = read("concurrent: 8, perMinute: 60", """
                balance: {by: prefix, load: 1.5}
                  breaker: {window: 10, minimum: 3, failures: 30, rest: 5s, trials: 1}
                  hedge: {percentile: 99}
                  fallback: {contextTooLong: [other], overloaded: [other]}""");

        Model.Remote remote = (Model.Remote) model.source();
        assertThat(remote.balance().by()).isEqualTo("prefix");
        assertThat(remote.balance().options().number("load")).isEqualTo(1.5);
        assertThat(remote.breaker()).isEqualTo(new Breaker(10, 3, 30, Duration.ofSeconds(5), 1));
        assertThat(remote.hedge()).isEqualTo(new Hedge(99, Duration.ofMillis(100)));
        assertThat(remote.deployments().getFirst().limits()).isEqualTo(new Limits(8, 60));
        assertThat(model.fallback())
                .isEqualTo(Map.of(Trouble.CONTEXT_TOO_LONG, List.of("other"), Trouble.OVERLOADED, List.of("other")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            balance: {by: prefics}                | balance.by                  | expected: prefix?
            balance: {}                           | balance.by                  | missing
            balance: {by: prefix, load: 1}        | balance.load                | 1.01
            balance: {by: weighted, load: 2}      | balance.load                | unknown key
            breaker: {window: 3, minimum: 4}      | breaker.minimum             | at most the window
            breaker: {failures: 0}                | breaker.failures            | a whole number from 1 to 100
            breaker: {rest: 0s}                   | breaker.rest                | expected: a duration
            hedge: {percentile: 100}              | hedge.percentile            | a number from 50 to 99.9
            hedge: {after: 1s}                    | hedge.after                 | unknown key
            fallback: {overloadet: [other]}       | fallback.overloadet         | expected: overloaded?
            fallback: {overloaded: [othre]}       | fallback.overloaded[0]      | expected: other?
            fallback: {overloaded: [remote]}      | fallback.overloaded[0]      | no model stands in for itself
            fallback: {unavailable: other}        | fallback.unavailable        | expected: a list
            """)
    void whatCannotBeIsRefusedByItsPlace(String wrong, String path, String expected) {
        assertThat(Examples.problems(Examples.model("other", "[]"), model("weight: 1", wrong))).singleElement()
                .asString()
                .contains("spec." + path + ":")
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"concurrent: 0,concurrent", "perMinute: 0,perMinute", "perMinute: many,perMinute"})
    void limitsAreWholeNumbersFromOne(String wrong, String key) {
        assertThat(Examples.problems(Examples.model("other", "[]"), model(wrong, "aliases: []"))).singleElement()
                .asString()
                .contains("spec.deployments[0]." + key + ":")
                .contains("a whole number from 1");
    }
}
