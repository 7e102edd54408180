package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands behind is. */
class ValueTestsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ name is string }} {{ n is string }} {{ n is integer }} {{ true is integer }} {{ x is float }} {{ n is float }} {{ true is boolean }} {{ 1 is boolean }} => True False True False True False True False
            {{ n is number }} {{ true is number }} {{ 'a' is number }} {{ map is mapping }} {{ list is mapping }} {{ nothing is none }} {{ missing is none }} => True True False True False True False
            {{ name is iterable }} {{ list is iterable }} {{ map is iterable }} {{ n is iterable }} {{ none is iterable }} {{ list is sequence }} {{ n is sequence }} => True True True False False True False
            {{ range is callable }} {{ 'a'.upper is callable }} {{ n is callable }} {{ true is true }} {{ 1 is true }} {{ false is false }} {{ 0 is false }} => True True False True False True False
            """)
    void kindsAreToldApart(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 3 is odd }} {{ -1 is odd }} {{ 3.0 is odd }} {{ 2.5 is odd }} {{ 0 is even }} {{ -2 is even }} => True True True False True True
            {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ 'ABC' is upper }} {{ '1' is upper }} {{ 'a1' is lower }} {{ '' is lower }} => True False True False True False
            {{ 1 is lt 2 }} {{ 1 is le(1) }} {{ 1 is gt 1 }} {{ 1 is ge 1 }} {{ 1 is eq 1.0 }} {{ 1 is ne 1 }} {{ 2 is greaterthan 1 }} {{ 1 is lessthan 1 }} => True True False True True False True False
            {{ 'a' is in 'abc' }} {{ 5 is in [1] }} {{ 1 is not in [1] }} {{ n is not none }} {{ not 3 is odd }} => True False False True False
            """)
    void numbersAndTextsAreTested(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 1 is sameas 1 }} {{ 1 is sameas 1.0 }} {{ 1 is sameas true }} {{ true is sameas true }} {{ none is sameas none }} => True False False True True
            {{ [] is sameas [] }} {{ list is sameas list }} {{ false is sameas none }} => False True False
            """)
    void theSameIsMoreThanEqual(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ n is odd and x is float }} {{ n is odd or missing.x }} {{ n is none or n is odd }} => True True True
            {{ 'a' | upper is upper }} {{ [n is odd, n is even] }} {{ 'y' if n is odd else 'n' }} {{ (n + 1) is even }} => True [True, False] y True
            """)
    void testsBindTighterThanAndButLooserThanFilters(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }
}
