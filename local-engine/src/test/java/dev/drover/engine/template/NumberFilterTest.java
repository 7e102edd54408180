package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters that take and give numbers. */
class NumberFilterTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ '3.7' | int }} {{ ' 42 ' | int }} {{ '-5' | int }} {{ '1e3' | int }} {{ 'x' | int }} {{ 'x' | int(9) }} {{ '' | int }} => 3 42 -5 1000 0 9 0
            {{ '0x1A' | int(base=16) }} {{ '1a' | int(0, 16) }} {{ '101' | int(0, 2) }} {{ '0b11' | int(0, 2) }} => 26 26 5 3
            {{ true | int }} {{ none | int }} {{ -2.7 | int }} {{ [] | int(4) }} {{ 'x' | int(none) }} => 1 0 -2 4 None
            {{ '1.5' | float }} {{ ' 2 ' | float }} {{ '.5' | float }} {{ '1e5' | float }} {{ 3 | float }} {{ true | float }} => 1.5 2.0 0.5 100000.0 3.0 1.0
            {{ '1f' | float }} {{ '0x1p3' | float }} {{ '1d' | float(7) }} {{ 'x' | float('none') }} => 0.0 0.0 7 none
            """)
    void textsBecomeNumbersWhereTheyAreNumbers(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 2.5 | round }} {{ 3.5 | round }} {{ -2.5 | round }} {{ 0.5 | round }} {{ 2.7 | round | int }} => 2.0 4.0 -2.0 0.0 3
            {{ 2.675 | round(2) }} {{ 1.15 | round(1) }} {{ 1.005 | round(2) }} {{ 1.25 | round(1) }} => 2.67 1.1 1.0 1.2
            {{ 1250 | round(-2) }} {{ 1350 | round(-2) }} {{ 5 | round }} {{ 1234.5 | round(-2) }} => 1200 1400 5 1200.0
            {{ 2.1 | round(method='ceil') }} {{ 42.55 | round(1, 'floor') }} {{ 5 | round(0, 'ceil') }} => 3.0 42.5 5.0
            {{ 1e308 | round(2) }} {{ 2.5 | round(400) }} {{ 2.5 | round(-400) }} => 1e+308 2.5 0.0
            {{ -5 | abs }} {{ -5.5 | abs }} {{ true | abs }} {{ -0.0 | abs }} => 5 5.5 1 0.0
            """)
    void roundingIsToTheEvenNeighbourOfTheExactValue(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 2.5 | round(0, 'near') }} => near (expected: common, ceil or floor)
            {{ 'a' | round }} => a text (expected: a number)
            {{ 'a' | abs }} => a text (expected: a number)
            {{ '1e30' | int }} => 1e+30 (expected: a whole number of 64 bits)
            {{ ['a'] | sum }} => a text (expected: a whole number)
            """)
    void whatIsNoNumberIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
