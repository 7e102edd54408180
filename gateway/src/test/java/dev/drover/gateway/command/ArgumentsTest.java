package dev.drover.gateway.command;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArgumentsTest {

    private static Arguments of(String... args) {
        return Arguments.of(List.of(args), Set.of("name", "count"), Set.of("json"));
    }

    @Test
    void optionsAreTakenInBothSpellingsAndFlagsWithoutAny() {
        Arguments arguments = of("--name", "a=b", "word", "--count=", "--json", "--", "-x");
        assertThat(arguments.text("name")).hasValue("a=b");
        assertThat(arguments.text("count")).hasValue("");
        assertThat(arguments.flag("json")).isTrue();
        assertThat(of().flag("json")).isFalse();
        assertThat(arguments.rest()).containsExactly("word", "--", "-x");
        assertThatThrownBy(arguments::alone).hasMessage("word: not expected here (expected: options alone)");
    }

    @Test
    void aValueMayLookLikeAnOptionForPromptsDo() {
        assertThat(of("--name", "--json").text("name")).hasValue("--json");
    }

    @Test
    void whatIsGivenTwiceOrUnknownOrIncompleteIsRefused() {
        assertThatThrownBy(() -> of("--json", "--json")).hasMessage("--json: given twice (expected: once)");
        assertThatThrownBy(() -> of("--nam", "x")).hasMessage("--nam: unknown (expected: --name?)");
        assertThatThrownBy(() -> of("--zzzzz")).hasMessageContaining("one of --count, --json, --name");
        assertThatThrownBy(() -> of("--count")).hasMessageContaining("no value after it");
        assertThatThrownBy(() -> of("--json=false")).hasMessage("--json: false (expected: no value)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 5", "5 ", "five", "5.0", "0x5", "٥", "9", "-9", "2147483648",
            "9999999999999999999999"})
    void aNumberIsWrittenInDigitsAndWithinItsRange(String value) {
        assertThatThrownBy(() -> of("--count", value).whole("count", 1, -8, 8)).isInstanceOf(Command.Misuse.class)
                .hasMessage("--count: " + value + " (expected: a whole number from -8 to 8)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nan", "NaN", "Infinity", "1e0", "1f", "0x1p0", "2.1", "-0.1", ",5"})
    void aFractionIsPlainAndWithinItsRange(String value) {
        assertThatThrownBy(() -> Arguments.number("share", value, 0, 2)).isInstanceOf(Command.Misuse.class)
                .hasMessage("--share: " + value + " (expected: a number from 0 to 2)");
        assertThat(Arguments.number("share", "0.25", 0, 2)).isEqualTo(0.25);
    }

    @Test
    void theEndsOfARangeBelongToIt() {
        assertThat(of("--count", "-8").whole("count", 1, -8, 8)).isEqualTo(-8);
        assertThat(of("--count", "8").whole("count", 1, -8, 8)).isEqualTo(8);
        assertThat(of().whole("count", 1, 5, 8)).isEqualTo(1);
        assertThat(of("--name", "1, 2").list("name", "7", text -> Arguments.whole("name", text, 0, 9)))
                .containsExactly(1, 2);
        assertThat(of().list("name", "7", text -> Arguments.whole("name", text, 0, 9))).containsExactly(7);
    }
}
