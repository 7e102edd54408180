package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The methods of strings, which follow Python down to code points and white space. */
class TextMethodTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b'.split(',', 0) }} {{ ''.split(',') }} => ['a', 'b', '', 'c'] ['a', 'b,c'] ['a,b'] ['']
            {{ ' a  b '.split() }} {{ ''.split() }} {{ '  a b  c '.split(none, 1) }} {{ ' a b'.split(maxsplit=1) }} => ['a', 'b'] [] ['a', 'b  c '] ['a', 'b']
            {{ 'a.b.c'.rsplit('.', 1) }} {{ 'a  b'.rsplit() }} {{ ' a b  c '.rsplit(none, 1) }} {{ 'aaa'.rsplit('aa') }} => ['a.b', 'c'] ['a', 'b'] [' a b', 'c'] ['a', '']
            {{ '<think>x</think>y'.split('</think>')[-1] }} {{ 'y'.split('</think>')[-1] }} {{ 'aaa'.split('aa') }} => y y ['', 'a']
            {{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }} {{ 'abc'.partition('-') }} {{ 'abc'.rpartition('-') }} => ('a', '-', 'b-c') ('a-b', '-', 'c') ('abc', '', '') ('', '', 'abc')
            {{ 'a\\nb\\r\\nc\\n'.splitlines() }} {{ 'a\\nb'.splitlines(true) }} {{ '\\n'.splitlines() }} => ['a', 'b', 'c'] ['a\\n', 'b'] ['']
            """)
    void splitsCountFromTheirSide(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'abc'.find('c') }} {{ 'abc'.find('z') }} {{ 'abcabc'.find('b', 2) }} {{ 'abcabc'.find('c', 0, 2) }} => 2 -1 4 -1
            {{ emoji.find('b') }} {{ emoji.rfind('b') }} {{ 'abcabc'.rfind('b') }} {{ 'abc'.rfind('') }} => 2 2 4 3
            {{ 'abc'.index('c') }} {{ 'abcabc'.rindex('b') }} {{ 'abcabc'.count('b') }} {{ 'abcabc'.count('b', 2) }} => 2 4 2 1
            {{ 'aaa'.count('') }} {{ 'aaa'.count('aa') }} {{ ''.count('a') }} => 4 1 0
            {{ 'abc'.startswith('b', 1) }} {{ 'abc'.endswith('b', 0, 2) }} {{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.endswith('') }} => True True True True
            """)
    void placesAreCountedByCodePointsAndWithinBounds(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'a'.ljust(3) }}. {{ 'a'.rjust(3, '*') }} {{ 'ab'.center(5, '*') }} {{ 'abc'.ljust(1) }} => a  . **a **ab* abc
            {{ '  x '.strip() }}. {{ 'xxaxx'.lstrip('x') }} {{ 'xxaxx'.rstrip('x') }} {{ 'xyax'.strip('yx') }} => x. axx xxa a
            {{ '\\u00a0a\\u3000'.strip() }}. {{ '\\u200ba'.strip() | length }} {{ '\\x1fa\\x1c'.strip() }} {{ 'a'.strip(none) }} => a. 2 a a
            {{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('bc') }} {{ 'abc'.removeprefix('x') }} {{ 'abc'.removesuffix('') }} => bc a abc abc
            {{ 'aXbX'.replace('X', '-') }} {{ 'aXbX'.replace('X', '-', 1) }} {{ 'aXbX'.replace('X', '', -1) }} => a-b- a-bX ab
            """)
    void paddingAndStrippingLeaveTheRestAlone(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'hELLO wORLD'.title() }} {{ "they're".title() }} {{ 'hELLO wORLD'.capitalize() }} {{ ''.capitalize() }}. => Hello World They'Re Hello world .
            {{ "they're a-b (c" | title }} {{ 'hELLO' | capitalize }} {{ '𐐨𐐀' | capitalize }} => They're A-B (C Hello 𐐀𐐨
            {{ 'ß'.upper() }} {{ 'ß'.casefold() }} {{ 'ǆa'.capitalize() }} {{ 'İ'.lower() | length }} => SS ss ǅa 2
            {{ 'AB1'.isupper() }} {{ '1'.isupper() }} {{ ''.islower() }} {{ 'a1'.islower() }} => True False False True
            {{ '12'.isdigit() }} {{ '1a'.isdigit() }} {{ ''.isdigit() }} {{ '𝟙'.isdigit() }} {{ '5'.isdecimal() }} => True False False True True
            {{ 'ab'.isalpha() }} {{ '𐐨'.isalpha() }} {{ 'a1'.isalnum() }} {{ ' '.isspace() }} {{ ''.isspace() }} => True True True True False
            """)
    void lettersChangeTheirCaseByCodePoints(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ '%s is %d' % ('x', 3) }} {{ '%s' % 'y' }} {{ '100%%' % () }} {{ '%d%%' % 50 }} => x is 3 y 100% 50%
            {{ '%d %i' % (3.9, true) }} {{ '%s' % [1, 2] }} {{ '%s' % none }} {{ '%s-%s' | format('a', 1) }} => 3 1 [1, 2] None a-1
            {{ '{} {}'.format('a', 1) }} {{ '{0}{1}{0}'.format('a', 'b') }} {{ '{x}{{y}}'.format(x=3) }} => a 1 aba 3{y}
            """)
    void formatsFillInEveryValue(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'abc'.split('') }} => an empty separator
            {{ 'abc'.partition('') }} => an empty separator
            {{ 'abc'.index('z') }} => 'z' (expected: a part of the text)
            {{ 'abc'.startswith() }} => text: absent (expected: an argument)
            {{ 'abc'.replace('a') }} => new: absent (expected: an argument)
            {{ 'abc' | replace('a') }} => new: absent (expected: an argument)
            {{ ','.join() }} => iterable: absent (expected: an argument)
            {{ ','.join(none) }} => none (expected: something to go through)
            {{ 'a'.ljust(5000) }} => a width of 4999 more (expected: at most 1000)
            {{ '%s' % () }} => %s (expected: %s, or %d and a number, and a value for each)
            {{ '%s' % (1, 2) }} => 2 values (expected: 1, a %s for each)
            {{ 'a' % 1 }} => 1 values (expected: 0, a %s for each)
            {{ '5%' % () }} => expected: %s, or %d and a number
            {{ '%d' % 'x' }} => %d (expected:
            {{ '{}'.format() }} => {0} (expected: a number or name of what is given)
            {{ '{x'.format(x=1) }} => a single { (expected: a pair of braces)
            """)
    void whatCannotBeDoneNamesTheArgument(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
