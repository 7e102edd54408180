package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Loops: their variable, their filters and how they are left. */
class LoopTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% for i in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.length }};{% endfor %} => 10323;21213;32103;
            {% for i in list %}{{ loop.first }}{{ loop.last }};{% endfor %} => TrueFalse;FalseFalse;FalseTrue;
            {% for i in list %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }};{% endfor %} => <3>1;3<1>2;1<2>;
            {% for i in list %}{{ loop.cycle('a', 'b') }}{{ loop.nosuch }}{{ loop['index'] }}{% endfor %} => a1b2a3
            {% for i in [1, 2] %}{% set outer = loop %}{% for j in 'ab' %}{{ outer.index }}{{ loop.index }};{% endfor %}{% endfor %} => 11;12;21;22;
            {% for i in list if i > 1 %}{{ loop.index }}:{{ i }}/{{ loop.length }};{% endfor %} => 1:3/2;2:2/2;
            """)
    void theLoopVariableKnowsItsPlace(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% for c in emoji %}[{{ c }}]{% endfor %} {% for k in map %}{{ k }}{% endfor %} {% for i in 1, 2 %}{{ i }}{% endfor %} => [a][🙂][b] baC 12
            {% for i in range(10, 0, -3) %}{{ i }} {% endfor %}{% for i in range(-2) %}x{% else %}none{% endfor %} => 10 7 4 1 none
            {% for i in list if i > 9 %}x{% else %}none{% endfor %} {% for i in missing %}x{% else %}none{% endfor %} => none none
            {% for i in list | sort %}{{ i }}{{ '' if loop.last else ',' }}{% endfor %} => 1,2,3
            {% for x in ([1] if yes else [2]) %}{{ x }}{% endfor %} {% for i in list | select('odd') %}{{ loop.length }}{% endfor %} => 1 22
            """)
    void anythingWithItemsIsGoneThrough(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% for i in range(10) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 5 %}{% break %}{% endif %}{{ i }}{% endfor %} => 0134
            {% for i in [1, 2] %}{% for j in [1, 2] %}{% break %}{% endfor %}{{ i }}{% endfor %} => 12
            {% for i in [1, 2] %}{{ i }}{% set x %}lost{% break %}{% endset %}{{ x }}{% endfor %}. => 1.
            {% for i in [1, 2] %}{{ i }}{% filter upper %}lost{% continue %}{% endfilter %}!{% endfor %}. => 12.
            {% for i in [1, 2] %}{% with a = i %}{{ a }}{% break %}{% endwith %}{% endfor %}. => 1.
            {% for i in [1, 2] %}{% for j in [] %}{% else %}{% break %}{% endfor %}{{ i }}{% endfor %}. => .
            """)
    void breakAndContinueLeaveTheLoopAroundThem(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% for i in [[1, [2, 3]], [4]] recursive %}{% if i is number %}{{ i }}@{{ loop.depth }}{{ loop.depth0 }} {% else %}<{{ loop(i) }}>{% endif %}{% endfor %} => <1@21 <2@32 3@32 >><4@21 >
            {% for i in [[]] recursive %}{{ loop(i) }}{% else %}empty{% endfor %} => empty
            """)
    void recursiveLoopsCallThemselves(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% break %} => break outside of a loop (expected: inside of one)
            {% if yes %}{% continue %}{% endif %} => continue outside of a loop
            {% for i in list %}{% macro m() %}{% break %}{% endmacro %}{% endfor %} => break outside of a loop
            {% for i in list %}{% else %}{% break %}{% endfor %} => break outside of a loop
            {% for i in [[1]] %}{{ loop(i) }}{% endfor %} => loop (expected: a loop that is recursive)
            {% for i in [1] %}{{ loop.cycle() }}{% endfor %} => item: absent (expected: an argument)
            {% for i in 5 %}{% endfor %} => a whole number (expected: something to go through)
            {% for i in none %}{% endfor %} => none (expected: something to go through)
            {% for in list %}{% endfor %} => 'list' (expected: in)
            {% for i of list %}{% endfor %} => 'of' (expected: in)
            {% for i in list %}x => a block is not closed (expected:
            {{ range(200000) }} => range from 0 to 200000 by 1 (expected: at most 100000 numbers)
            {{ range(1, 2, 0) }} => range from 1 to 2 by 0
            {{ range() }} => stop: absent (expected: an argument)
            """)
    void whatIsNoLoopIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
