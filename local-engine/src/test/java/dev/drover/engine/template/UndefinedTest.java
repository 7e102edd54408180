package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is not there is empty, false and defaulted, and an error where something is done with it. */
class UndefinedTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            [{{ missing }}] {{ missing ~ 'a' }} {{ not missing }} {{ missing == none }} {{ missing == other }} => [] a True False True
            {{ 'y' if missing else 'n' }} {% if missing %}y{% else %}n{% endif %} {{ missing or 'o' }} => n n o
            {{ missing | length }} {{ missing | list }} {{ missing | upper }}. {{ missing | join }}. {{ missing | first }}. => 0 [] . . .
            {{ [missing] }} {{ {'a': missing} }} => [Undefined] {'a': Undefined}
            {% for x in missing %}x{% else %}empty{% endfor %} => empty
            """)
    void itPrintsNothingAndIsFalse(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ missing is defined }} {{ missing is undefined }} {{ nothing is defined }} {{ map.zzz is defined }} => False True True False
            {{ missing | default('d') }} {{ nothing | default('d') }} {{ nothing | default('d', true) }} {{ '' | d('e', true) }} => d None d e
            {{ map.zzz | default('d') }} {{ list[9] | default('d') }} {{ nothing.x | default('d') }} {{ n.x | default('d') }} => d d d d
            {{ foo is defined and foo.bar is defined }} {{ foo is not defined or foo.bar }} {{ not foo is defined }} => False True True
            {{ messages[0].tool_calls is defined }} {{ 'tool_calls' in messages[0] }} {{ messages[0]['x'] is undefined }} => False False True
            """)
    void itCanBeAskedForAndReplaced(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ missing.x }} => 'missing', which is undefined, has no x
            {{ map.zzz.y }} => 'zzz', which is undefined, has no y
            {{ messages[0].tool.name }} => 'tool', which is undefined, has no name
            {{ missing[0] }} => 'missing', which is undefined, has no entries
            {{ missing() }} => 'missing', which is undefined, (expected: something to call)
            {{ 'a'.nosuch() }} => 'nosuch', which is undefined, (expected: something to call)
            {{ missing | tojson }} => 'missing', which is undefined, (expected: a value JSON can hold)
            {{ {'a': missing} | tojson }} => 'missing', which is undefined, (expected: a value JSON can hold)
            {{ missing < 1 }} => 'missing', which is undefined, and a whole number
            {{ missing | abs }} => 'missing', which is undefined, (expected: a number)
            {{ list | nosuch }} => filter nosuch (expected: a filter Drover knows)
            {{ list is nosuch }} => test nosuch (expected: a test Drover knows)
            """)
    void workingWithItSaysWhatIsMissing(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
