package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Macros, the blocks that call them, and the functions that every template has. */
class MacroTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% macro m(a, b='x', c=b) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=3) }} {{ m(b=1, a=2) }} {{ m() }} => 1xx 1x3 211 xx
            {% macro m(a=[]) %}{{ a }}{% endmacro %}{{ m() }}{{ m([1]) }}{{ m(none) }} => [][1]None
            {% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(m(1)) | upper }}{{ m is callable }}{{ m('x') is string }} => [[1]]TrueTrue
            {% macro fact(k) %}{% if k <= 1 %}1{% else %}{{ k * (fact(k - 1) | int) }}{% endif %}{% endmacro %}{{ fact(6) }} => 720
            {% macro even(k) %}{{ 'yes' if k == 0 else odd(k - 1) }}{% endmacro %}{% macro odd(k) %}{{ 'no' if k == 0 else even(k - 1) }}{% endmacro %}{{ even(5) }} => no
            """)
    void argumentsAreTakenByPlaceNameAndDefault(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% macro box() %}<{{ caller() }}>{% endmacro %}{% call box() %}in {{ n }}{% endcall %} => <in 7>
            {% macro each(xs) %}{% for x in xs %}{{ caller(x, loop.index) }};{% endfor %}{% endmacro %}{% call(y, i=0) each('ab') %}{{ y }}{{ i }}{% endcall %} => a1;b2;
            {% macro a() %}<{{ caller() }}>{% endmacro %}{% macro b() %}[{{ caller() }}]{% endmacro %}{% call a() %}{% call b() %}x{% endcall %}{% endcall %} => <[x]>
            {% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }} => False
            {% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}{% call m() %}{% set q = 1 %}{{ q }}{% endcall %}{{ q is defined }} => 11False
            {% filter replace('a', 'b') | upper %}aa{{ name }}{% endfilter %}{% filter indent(2, true) %}a¶b{% endfilter %} => BBWORLD  a¶  b
            """)
    void callBlocksGiveTheirBodyToTheMacro(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ dict(a=1) }} {{ dict({'a': 1}, b=2) }} {{ dict([('a', 1), ['b', 2]]) }} {{ dict(map.items()) == map }} {{ dict() }} => {'a': 1} {'a': 1, 'b': 2} {'a': 1, 'b': 2} True {}
            {% set sep = joiner(', ') %}{% for i in list %}{{ sep() }}{{ i }}{% endfor %} => 3, 1, 2
            {{ range(3) | list }} {{ range(1, 4) | list }} {{ range(9, 0, -4) | list }} {{ 2 in range(3) }} {{ range(3)[-1] }} => [0, 1, 2] [1, 2, 3] [9, 5, 1] True 2
            {{ range(9223372036854775807, -9223372036854775807, -9223372036854775807) | list }} => [9223372036854775807, 0]
            {{ map.get('a') }} {{ map.get('q') }} {{ map.get('q', 5) }} {{ map.get(none, 4) }} {{ map.copy() == map }} {{ list.copy() }} => 2 None 5 4 True [3, 1, 2]
            {{ map.keys() | list }} {{ map.values() | list }} {{ list.index(1) }} {{ list.count(3) }} => ['b', 'a', 'C'] [1, 2, None] 1 1
            """)
    void functionsAreThereForEveryTemplate(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ strftime_now('%Y-%m-%d') }} {{ strftime_now('%d %b %Y') }} {{ strftime_now('%A, %B %-d') }} => 2025-03-14 14 Mar 2025 Friday, March 14
            {{ strftime_now('%H:%M:%S %p %I %j %y %a %h %e %%') }} {{ strftime_now('%-I %-m %-j') }} => 09:26:53 AM 09 073 25 Fri Mar 14 % 9 3 73
            {{ strftime_now('%F %T %D %R') }} {{ strftime_now('%c') }} {{ strftime_now('%x %X %f') }} => 2025-03-14 09:26:53 03/14/25 09:26 Fri Mar 14 09:26:53 2025 03/14/25 09:26:53 000000
            {{ strftime_now('') }}{{ strftime_now('100%') }} => 100%
            """)
    void theClockIsWrittenAsCWritesIt(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% macro m(a) %}{% endmacro %}{{ m(1, 2) }} => m with 2 arguments (expected: at most 1)
            {% macro m(a) %}{% endmacro %}{{ m(b=2) }} => m with an argument b (expected: one of its other parameters)
            {% macro m(a) %}{% endmacro %}{{ m(1, a=2) }} => m with an argument a (expected: one of its other parameters)
            {% macro m() %}{{ caller() }}{% endmacro %}{{ m() }} => 'caller', which is undefined, (expected: something to call)
            {{ name() }} => a text (expected: something to call)
            {% call 5 %}x{% endcall %} => call (expected: a macro with its arguments)
            {% macro m(a b) %}{% endmacro %} => 'b' (expected: ))
            {{ dict([1]) }} => a whole number (expected: something to go through)
            {{ dict(['abc']) }} => 3 items (expected: a key and a value)
            {{ list.index(9) }} => 9 (expected: an item of the list)
            {{ map.get() }} => key: absent (expected: an argument)
            {{ raise_exception('Roles must alternate') }} => Roles must alternate
            {{ m() }}{% macro m() %}x{% endmacro %} => 'm', which is undefined, (expected: something to call)
            """)
    void callsThatDoNotFitAreRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
