package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Texts, numbers, lists and maps as a template writes them. */
class LiteralTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'a\\tb\\\\c\\'d"e' }} {{ "q'q\\"" }} {{ 'a' "b" 'c' }} => a\tb\\c'd"e q'q" abc
            {{ '\\x41\\u00e9\\U0001F642' }} {{ '\\101\\60' }} {{ '\\a\\b\\f\\v\\0' | length }} {{ '\\1234' | length }} => Aé🙂 A0 5 2
            {{ '\\q\\ \\%' }} {{ 'a\\¶b' }} {{ 'a¶b' | length }} => \\q\\ \\% ab 3
            {{ '{{ x }} {% y %} {# z #}' }} {{ '}}' }} {{ "%}" }} => {{ x }} {% y %} {# z #} }} %}
            """)
    void escapesMeanWhatTheyMeanInPython(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ [1, 2,] }} {{ (1, 2,) }} {{ (1) }} {{ (1,) }} {{ () }} {{ {'a': 1,} }} {{ {} }} => [1, 2] (1, 2) 1 (1,) () {'a': 1} {}
            {{ {'a': {'b': {}}}}} {{ {'a': 1}['a'] }} {{ {name: n}[name] }} {{ {'a': 1, 'a': 2} }} => {'a': {'b': {}}} 1 7 {'a': 2}
            {{ true }} {{ True }} {{ false }} {{ False }} {{ none }} {{ None }} {{ null is defined }} => True True False False None None False
            """)
    void listsAndMapsMayEndWithAComma(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'open }} => a string is not closed (expected: ')
            {{ '\\xzz' }} => an escape is cut short (expected: 2 hexadecimal digits)
            {{ '\\u12' }} => an escape is cut short (expected: 4 hexadecimal digits)
            {{ '\\U00110000' }} => an escape is cut short (expected: 8 hexadecimal digits)
            {{ [1 2] }} => '2' (expected: ])
            {{ (1 }} => a tag is not closed (expected: }})
            {{ {'a' 1} }} => '1' (expected: :)
            {{ a b }} => 'b' (expected: the end of the tag)
            {{ a. }} => '}}' (expected: an attribute's name)
            {{ a.'b' }} => 'b' (expected: an attribute's name)
            {{ 1 | }} => '}}' (expected: a name)
            {{ 1 is }} => '}}' (expected: a name)
            {{ n ? 1 : 2 }} => '?' (expected: an expression)
            {{ !n }} => '!' (expected: an expression)
            {{ n = 1 }} => '=' (expected: the end of the tag)
            {{ }} => '}}' (expected: an expression)
            """)
    void whatIsNotWrittenOutIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
