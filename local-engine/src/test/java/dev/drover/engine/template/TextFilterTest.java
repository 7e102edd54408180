package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters that take and give texts. */
class TextFilterTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'a¶b' | indent(2) }} => a¶  b
            {{ 'a¶¶b¶' | indent(2) }}. => a¶¶  b¶.
            {{ 'a¶ ¶b' | indent(2) }} => a¶   ¶  b
            {{ 'a¶¶b' | indent(1, true, true) }} => ` a¶ ¶ b`
            {{ 'a¶b' | indent('> ') }}{{ 'a' | indent(-1, true) }} => a¶> ba
            """)
    void linesAreIndentedAsJinjaDoesIt(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(9, true) }} => foo... foo ba...
            {{ 'foo bar baz qux' | truncate(11) }} {{ 'foo bar baz qux' | truncate(11, leeway=0) }} => foo bar baz qux foo bar...
            {{ 'foo bar baz qux' | truncate(9, end='', leeway=0) }} {{ 'abcdefghijkl' | truncate(5) }} {{ 'a' | truncate }} => foo bar ab... a
            """)
    void longTextsAreTruncatedAtAWord(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'aXbX' | replace('X', '-', 1) }} {{ 123 | replace(2, 'x') }} {{ 'aa' | replace(old='a', new='b') }} => a-bX 1x3 bb
            {{ ' a ' | trim }}. {{ 'xax' | trim('x') }} {{ none | trim }} {{ 'a' | trim(none) }} => a. a None a
            {{ "it's a-b, c." | wordcount }} {{ '--- a' | wordcount }} {{ '' | wordcount }} {{ 'a_b éè' | wordcount }} => 5 1 0 2
            {{ 'ab' | center(6) }}. {{ 'abc' | center(6) }}. {{ 'abc' | center(2) }} => `  ab  .  abc  . abc`
            {{ '<b>"\\'&' | e }} {{ '<' | e | e }} {{ '<' | safe }} {{ ('<' | safe) + '<' }} => &lt;b&gt;&#34;&#39;&amp; &lt; < <&lt;
            {{ ('a' | e) is escaped }} {{ 'a' is escaped }} {{ 'abc' | reverse }} {{ 'abc' | first }}{{ 'abc' | last }} => True False cba ac
            """)
    void textsAreReplacedTrimmedCountedAndCentred(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ ["it's", 'q"', '\\'"', 'a\\nb', '\\x00\\x7f\\x85\\u00a0', 'é'] }} => ["it's", 'q"', '\\'"', 'a\\nb', '\\x00\\x7f\\x85\\xa0', 'é']
            {{ [1.0, none, true, (1,), ()] }} {{ {'a': {'b': []}} }} {{ 1, 2 }} => [1.0, None, True, (1,), ()] {'a': {'b': []}} (1, 2)
            """)
    void listsArePrintedAsPythonWritesThem(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'abc' | truncate(2) }} => truncate to 2 (expected: at least 3, the length of the end)
            {{ 'abc' | truncate(20, leeway=-1) }} => truncate to 20 (expected:
            {{ 'a' | indent('x' * 2000000) }} => expected: at most 1048576 characters
            {{ 'abc' | attr }} => name: absent (expected: an argument)
            """)
    void argumentsThatMakeNoSenseAreRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
