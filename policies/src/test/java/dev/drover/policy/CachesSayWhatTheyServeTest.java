package dev.drover.policy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CachesSayWhatTheyServeTest {

    private static String policy(String cache) {
        return Examples.policy("p", "{models: [auto]}", 0) + "  cache: " + cache + "\n";
    }

    private static RoutePolicy.Cache read(String cache) {
        return Examples.read(Examples.model("herd-verifier", "[]"), policy(cache)).policies().getFirst().cache();
    }

    @Test
    void whoKeepsAnswersJoinsThemUnlessToldOtherwise() {
        assertThat(read("{exact: {ttl: 10m}}"))
                .isEqualTo(new RoutePolicy.Cache(Duration.ofMinutes(10), Duration.ZERO, false, true));
        assertThat(read("{exact: {ttl: 1m, stale: 1h}, join: false, sampled: true}"))
                .isEqualTo(new RoutePolicy.Cache(Duration.ofMinutes(1), Duration.ofHours(1), true, false));
        assertThat(read("{join: true}")).isEqualTo(new RoutePolicy.Cache(null, Duration.ZERO, false, true));
        assertThat(read("{}")).isEqualTo(RoutePolicy.Cache.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {exact: {}}                      | exact.ttl   | missing
            {exact: {ttl: 1m, stale: never}} | exact.stale | expected: a duration
            {join: perhaps}                  | join        | expected: true or false
            {sampeld: true}                  | sampeld     | expected: sampled?
            """)
    void whatCannotBeIsRefusedByItsPlace(String wrong, String path, String expected) {
        assertThat(Examples.problems(Examples.model("herd-verifier", "[]"), policy(wrong))).singleElement()
                .asString()
                .contains("spec.cache." + path + ":")
                .contains(expected);
    }
}
