package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What operators make of values, which is what Python makes of them. */
class OperatorTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ -7 // -2 }} => 3 -4 -4 3
            {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ -7 % -3 }} => 1 2 -2 -1
            {{ 7 / 2 }} {{ 4 / 2 }} {{ -1 / 3 }} => 3.5 2.0 -0.3333333333333333
            {{ true + true }} {{ -true }} {{ +true }} {{ true // 2 }} => 2 -1 1 0
            {{ 5 - -3 }} {{ 5 - 3 - 1 }} {{ 100 / 10 / 5 }} => 8 1 2.0
            """)
    void wholeNumbersAreDividedTowardsMinusInfinity(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 7.5 % 2 }} {{ -7.5 % 2 }} {{ 7 % -2.5 }} => 1.5 0.5 -0.5
            {{ 7.5 // 2 }} {{ -7.5 // 2 }} {{ 5.0 // -2 }} => 3.0 -4.0 -3.0
            {{ 1 % 0.1 }} {{ 1 // 0.1 }} => 0.09999999999999995 9.0
            {{ 5 % -1e300 }} {{ 1e17 // 3 }} => -1e+300 3.3333333333333332e+16
            """)
    void decimalsKeepTheSignOfTheDivisor(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 2 ** 10 }} {{ 2 ** 62 }} {{ (-2) ** 63 }} => 1024 4611686018427387904 -9223372036854775808
            {{ 3 ** 39 }} {{ 10 ** 18 }} {{ 0 ** 0 }} => 4052555153018976267 1000000000000000000 1
            {{ 2 ** -1 }} {{ 2.0 ** 3 }} {{ 2 ** 0.5 }} => 0.5 8.0 1.4142135623730951
            {{ 1 ** 4000000000 }} {{ (-1) ** 3999999999 }} => 1 -1
            """)
    void powersOfWholeNumbersAreExact(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 9223372036854775807 + 1 }} => 9223372036854775807 + 1 (expected: a result of at most 64 bits)
            {{ -9223372036854775807 - 2 }} => a result of at most 64 bits
            {{ 4611686018427387904 * 2 }} => a result of at most 64 bits
            {{ -(-9223372036854775807 - 1) }} => a result of at most 64 bits
            {{ (-9223372036854775807 - 1) // -1 }} => a result of at most 64 bits
            {{ (-9223372036854775807 - 1) | abs }} => a result of at most 64 bits
            {{ 2 ** 63 }} => 2 ** 63 (expected: a result of at most 64 bits)
            {{ 1e300 | int }} => 1e+300 (expected: a whole number of 64 bits)
            {{ 1e200 ** 2 }} => expected: a power that is a number
            {{ (-8) ** 0.5 }} => expected: a power that is a number
            {{ 0 ** -1 }} => expected: a power that is a number
            {{ 7 // 0 }} => a division by zero
            {{ 7.5 % 0 }} => a division by zero
            {{ 7 / 0 }} => a division by zero
            {{ 4 is divisibleby 0 }} => a division by zero
            {{ 99999999999999999999 }} => expected: a number of at most 18 digits
            """)
    void whatHasNoResultIsRefusedAndNotInvented(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 0.0001 }} {{ 0.00012 }} {{ 0.00001 }} {{ 2.0e-7 }} => 0.0001 0.00012 1e-05 2e-07
            {{ 1e15 }} {{ 1e16 }} {{ 123456789.125 }} {{ 1e22 }} => 1000000000000000.0 1e+16 123456789.125 1e+22
            {{ -0.0 }} {{ 0.0 }} {{ 100.0 }} {{ 1.10 }} => -0.0 0.0 100.0 1.1
            {{ 0.1 + 0.2 }} {{ 1e309 }} {{ -1e309 }} => 0.30000000000000004 inf -inf
            {{ 1_000_000 }} {{ 1.5e+3 }} {{ 1E-3 }} => 1000000 1500.0 0.001
            """)
    void numbersArePrintedAsPythonPrintsThem(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 3 > 2 > 1 }} {{ 1 < 2 == 2 }} => True False True True
            {{ 1 == 1.0 }} {{ 1 == true }} {{ 'a' == 1 }} {{ none == false }} {{ '' == none }} => True True False False False
            {{ 'B' < 'a' }} {{ [1, 2] < [1, 3] }} {{ [1] < [1, 0] }} {{ 1 < 1.5 }} => True True True True
            {{ 9007199254740993 == 9007199254740992 }} {{ 9007199254740993 > 9007199254740992 }} => False True
            {{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }} {{ {'a': 1} == {'a': 2} }} {{ [] == [] }} => True False True
            {{ 0.0 == -0.0 }} {{ 0.0 < -0.0 }} {{ -0.0 < 0.0 }} => True False False
            """)
    void comparisonsChainAndLookAtKinds(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'ell' in 'Hello' }} {{ '' in 'x' }} {{ 'x' in '' }} {{ 'a' not in 'b' }} => True True False True
            {{ 2 in [1, 2] }} {{ [1] in [[1]] }} {{ none in [none] }} {{ 'a' in ('a', 'b') }} => True True True True
            {{ 'b' in map }} {{ 1 in map }} {{ none in map }} {{ 'x' in missing }} => True False False False
            {{ not 1 in [1] }} {{ 1 not in [2] and 2 in [2] }} {{ 1 + 1 in [2] }} => False True True
            """)
    void membershipLooksIntoTextsListsAndKeys(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 0 or 'x' }} {{ '' or none or [] or 'last' }} {{ 1 and 2 }} {{ '' and missing.x }}| => x last 2 |
            {{ yes or missing.x }} {{ no and missing.x }} {{ not no and yes }} => True False True
            {{ 1 or 2 and 0 }} {{ (1 or 2) and 0 }} {{ not 0 and 1 }} {{ not (0 and 1) }} => 1 0 1 True
            """)
    void andOrGiveOneOfTheirOperandsAndStopEarly(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ 'a' * 0 }}{{ 'a' * -1 }}. => ababab ababab .
            {{ [1] + [2] * 2 }} {{ (1,) + (2,) }} {{ (1, 2) * 2 }} {{ [0] * -1 }} => [1, 2, 2] (1, 2) (1, 2, 1, 2) []
            {{ 'a' ~ 1 ~ none ~ true ~ [1] ~ 1.0 }} => a1NoneTrue[1]1.0
            """)
    void sumsAndProductsOfTextsAndListsKeepTheirKind(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'a' + 1 }} => a text (expected: a whole number)
            {{ none + 'a' }} => none (expected: a whole number)
            {{ [] + 'a' }} => a list (expected: a whole number)
            {{ 'a' < 1 }} => a text and a whole number (expected: values with an order)
            {{ {} < {} }} => a map and a map (expected: values with an order)
            {{ 1 in 5 }} => a whole number (expected: something to look in)
            {{ none in 'abc' }} => a text (expected: something to look in)
            {{ -'a' }} => a text (expected: a whole number)
            {{ missing + 1 }} => 'missing', which is undefined, (expected: a whole number)
            {{ [1] in {} }} => a list (expected: a key of a map)
            {{ {[1]: 2} }} => a list (expected: a key of a map)
            {{ 'a' * 1000000000 }} => expected: at most 1048576 characters in all
            """)
    void valuesWithoutASenseTogetherAreRefusedByKind(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
