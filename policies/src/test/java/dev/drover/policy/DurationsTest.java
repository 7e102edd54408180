package dev.drover.policy;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"1ms, PT0.001S", "500ms, PT0.5S", "2s, PT2S", "10m, PT10M", "1h, PT1H", "7d, PT168H", "365d, PT8760H"})
    void aNumberAndAUnitAreADuration(String written, Duration duration) {
        assertThat(Durations.parse(written)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-1s", "1.5s", "1 s", "1S", "0s", "366d", "999999999999d",
            "99999999999999999999s", "1m30s", "PT1S", "१s"})
    void anythingElseIsNot(String written) {
        assertThat(Durations.parse(written)).isNull();
    }

    @Test
    void whatIsExpectedIsSaidInTheSameForms() {
        assertThat(Pattern.compile("[ ,]+").splitAsStream(Durations.EXPECTED)).filteredOn(word -> word.matches("\\d.*"))
                .hasSize(6)
                .allSatisfy(word -> assertThat(Durations.parse(word)).isNotNull());
    }
}
