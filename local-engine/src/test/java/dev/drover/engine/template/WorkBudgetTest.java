package dev.drover.engine.template;

import dev.drover.inference.Message;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a template may ask for is counted, so that hostile ones end. None of these has another end than running out of
 * units: without them they would take hours, or all memory.
 */
class WorkBudgetTest {

    private static final String DOUBLED = "{% set ns = namespace(x=['a']) %}"
            + "{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}";
    private static final String LONG = "{% set t = 'a' * 300000 %}{% for i in range(99999) %}";

    @ParameterizedTest
    @ValueSource(strings = {"{{ [ns.x] | unique | list }}", "{{ ns.x in {'a': 1} }}", "{{ {'a': 1}.get(ns.x) }}",
            "{{ {'a': 1}[ns.x] }}", "{{ {ns.x: 1} }}", "{{ ns.x == ns.x }}", "{{ [[ns.x], [ns.x]] | sort }}",
            "{{ [ns.x, 'a'] | join }}"})
    void aValueOfAQuintillionPartsIsRefused(String use) {
        refuses(DOUBLED + use);
    }

    @Test
    void aLoopInAMapOfQuintillionPartsCanStillBeNamed() {
        assertThat(Rendered.text(
                DOUBLED + "{% for i in ns.x %}{{ loop is sameas loop }}{{ ns.x is sameas ns.x }}" + "{% endfor %}"))
                .isEqualTo("TrueTrueTrueTrue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% set x = t | length %}", "{% set x = t[0] %}", "{% set x = t.find('b') %}",
            "{% set x = t == t %}", "{% set x = 'b' in t %}", "{% set x = t < t %}", "{% set x = t is lower %}",
            "{% set x = t | int %}", "{% set x = t.startswith(t) %}", "{% set x = t.count('b') %}",
            "{% set x = t | upper %}", "{% set x = [t, t] | join %}", "{% set x = range(99999) %}",
            "{% set x = t | center(3) %}", "{{ t }}"})
    void lookingThroughALongTextAgainAndAgainIsRefused(String use) {
        refuses(LONG + use + "{% endfor %}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% set d = dict(pairs) %}", "{% set d = m.items() %}", "{% set d = m.keys() %}",
            "{% set d = m.values() %}", "{% set d = m.copy() %}", "{% set d = m | list %}",
            "{% set d = pairs | batch(9) %}", "{% set d = pairs.index([1999, 1999]) %}", "{% for p in m %}{% endfor %}",
            "{% set d = pairs[::-1] %}"})
    void copyingALargeCollectionAgainAndAgainIsRefused(String use) {
        List<List<Integer>> pairs = IntStream.range(0, 2_000).mapToObj(i -> List.of(i, i)).toList();
        String source = "{% set m = dict(pairs) %}{% for i in range(99999) %}" + use + "{% endfor %}";
        assertThatThrownBy(() -> Rendered.text(source, Map.of("pairs", pairs))).isInstanceOf(TemplateError.class)
                .hasMessageContaining("expected: at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% for x in [1] recursive %}{{ loop([1]) }}{{ loop([1]) }}{% endfor %}",
            "{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
            "{% macro m() %}{{ caller() }}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
            "{% macro m(a=m()) %}{% endmacro %}{{ m() }}", "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}",
            "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns == ns }}{{ {'a': ns} == {'a': ns} }}{{ ns | tojson }}",
            "{% set ns = namespace(l=[]) %}{% set ns.l = [ns] %}{{ ns.l | string }}",
            "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x.join([ns.x, ns.x]) %}{% endfor %}",
            "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = '{0}{0}'.format(ns.x) %}{% endfor %}",
            "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = '%s%s' % (ns.x, ns.x) %}{% endfor %}",
            "{% set ns = namespace(x='&') %}{% for i in range(99) %}{% set ns.x = (ns.x | string) | e | string %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
            "{% set ns = namespace(x='\\\\') %}{% for i in range(99) %}{% set ns.x = [ns.x] | string %}{% endfor %}",
            "{{ [1] | batch(1000, 'x' * 1000000) | join }}", "{{ [1] | slice(1000000000) | list }}"})
    void whatCallsOrDoublesItselfIsRefused(String source) {
        refuses(source);
    }

    @Test
    void aLongConversationMayBeLookedThroughOften() {
        ChatTemplate template = ChatTemplate.of("""
                {%- for m in messages %}
                {%- set parts = m.content.split('</think>') %}
                {%- if '<tool>' in m.content or m.content.startswith('<x>') or m.content is lower %}{% endif %}
                {%- if m.content | trim | length > 0 and m.content == messages[0].content %}{% endif %}
                {{- parts[-1] | trim | replace('a', 'b') | upper }}
                {%- endfor %}""");
        List<Message> messages = IntStream.range(0, 100).mapToObj(i -> Message.user("word ".repeat(8_000))).toList();
        assertThat(template.render(messages, Map.of())).isNotEmpty();
    }

    private static void refuses(String source) {
        assertThatThrownBy(() -> Rendered.text(source)).isInstanceOf(TemplateError.class)
                .hasMessageStartingWith("chat template, line 1: ")
                .hasMessageContaining("(expected: ");
    }
}
