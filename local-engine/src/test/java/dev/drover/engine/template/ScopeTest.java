package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where a variable that is set can be seen. */
class ScopeTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% if yes %}{% set a = 1 %}{% endif %}{{ a }} => 1
            {% set a = 1 %}{% if yes %}{% set a = 2 %}{% endif %}{{ a }} => 2
            {% set a = 0 %}{% for i in list %}{% set a = a + i %}{{ a }} {% endfor %}{{ a }} => 3 1 2 0
            {% for i in [1, 2] %}{% if loop.first %}{% set a = 5 %}{% endif %}[{{ a }}]{% endfor %} => [5][]
            {% for i in [1, 2] %}{% set i = i * 10 %}{{ i }} {% endfor %}{{ i is defined }} => 10 20 False
            {% for n in [1] %}{{ n }}{% endfor %}{{ n }} => 17
            {% for i in [i] %}{{ i is defined }}{% endfor %} => False
            """)
    void ifSharesItsScopeAndLoopsDoNot(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% set ns = namespace(s=0) %}{% for i in list %}{% set ns.s = ns.s + i %}{% endfor %}{{ ns.s }} => 6
            {% set ns = namespace(x=1) %}{% set ns.x %}body{% endset %}{{ ns.x }} => body
            {% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a }}{{ ns.b }}{{ ns.c is defined }} => 12False
            {% set ns = namespace(items=[1], get=2, keys='k') %}{{ ns.items }} {{ ns.get }} {{ ns.keys }} {{ ns.values is defined }} => [1] 2 k False
            {% set ns = namespace({'a': 2}, b=3) %}{{ ns.a }}{{ ns.b }}{{ ns['a'] }} => 232
            {% set ns = namespace(found=false) %}{% for m in messages if m.role == 'user' %}{% set ns.found = true %}{% endfor %}{{ ns.found }} => True
            """)
    void namespacesCarryValuesOutOfLoops(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% set a %}{% set b = 3 %}{{ b }}{% endset %}{{ a }}{{ b is defined }} => 3False
            {% set a | upper | trim %} x{{ n }} {% endset %}[{{ a }}] => [X7]
            {% with a = 1 %}{{ a }}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}{% endwith %}{{ a is defined }} => 1211False
            {% macro m() %}{% set a = 1 %}{{ a }}{{ n }}{% set n = 3 %}{{ n }}{% endmacro %}{{ m() }}{{ a is defined }}{{ n }} => 173False7
            {% macro m() %}{{ later }}{% endmacro %}{% set later = 5 %}{{ m() }} => 5
            {% macro m() %}{{ loop is defined }}{% endmacro %}{% for i in [1] %}{{ m() }}{% endfor %} => False
            {% filter upper %}{% set a = 1 %}x{% endfilter %}{{ a is defined }} => XFalse
            """)
    void blocksWithAndMacrosKeepTheirOwn(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% set a, b = 1, 2 %}{{ b }}{{ a }} {% set a, b = [b, a] %}{{ b }}{{ a }} => 21 12
            {% set a, b = 'xy' %}{{ a }}{{ b }} {% set k, l = {'p': 1, 'q': 2} %}{{ k }}{{ l }} => xy pq
            {% for a, b in [(1, 2), 'xy'] %}{{ a }}-{{ b }};{% endfor %}{% for (a, b) in [[3, 4]] %}{{ a }}{{ b }}{% endfor %} => 1-2;x-y;34
            {% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}{% set t = 1, 2 %}{{ t }} => b=1;a=2;C=None;(1, 2)
            """)
    void severalNamesTakeOneItemEach(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% set name.x = 1 %} => name (expected: a namespace)
            {% set d = {} %}{% set d.x = 1 %} => d (expected: a namespace)
            {% set ns.x = 1 %} => ns (expected: a namespace)
            {% set a, b = 1, 2, 3 %} => a list of 3 (expected: 2 items)
            {% set a, b = 5 %} => a whole number (expected: something to go through)
            {% for a, b in ['xyz'] %}{% endfor %} => a text of 3 (expected: 2 items)
            {% set a, b %}x{% endset %} => a block for 2 names (expected: one)
            {{ list.append(1) }} => append is unsafe (expected: methods that change nothing)
            {{ map.update({'a': 1}) }} => update is unsafe
            {{ map.setdefault('a', 1) }} => setdefault is unsafe
            """)
    void whatCannotBeSetIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
