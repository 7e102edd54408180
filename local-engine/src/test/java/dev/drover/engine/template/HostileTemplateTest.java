package dev.drover.engine.template;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class HostileTemplateTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<Message> CONVERSATION = List.of(Message.system("brief"), Message.user("hi"));
    private static final String[] WORDS = {"{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "for", "in", "if", "else",
            "elif", "endif", "endfor", "set", "macro", "endmacro", "call", "filter", "messages", "content", "m", "loop",
            "x", "=", "==", "|", "is", "not", "and", "or", "(", ")", "[", "]", "{", "}", ",", ":", ".", "'a'", "\"",
            "1", "2.5", "none", "true", "trim", "tojson", "join", "map", "list", "first", "sort", "length", "defined",
            "string", "*", "**", "//", "%", "~", "\n", " ", "namespace", "range", "-1", "raw", "endraw", "<|end|>",
            "\u00E9", "break"};

    @ParameterizedTest
    @ValueSource(strings = {"{% set x = 'a' %}{% for i in range(60) %}{% set ns = 1 %}{% endfor %}"
            + "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
            "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
            "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x.replace('a', 'aa') %}{% endfor %}",
            "{% set ns = namespace(x=['a']) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
            "{% set ns = namespace(x=['a']) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
            "{% set ns = namespace(x=['a']) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}",
            "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
            "{% for a in range(99999) %}{{ range(99999) | sort | length }}{% endfor %}",
            "{% for a in range(99999) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' * 20000 }}{% endfor %}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", "{{ 'a' * 999999999999 }}",
            "{{ [1] * 999999999999 }}", "{{ range(999999999) }}", "{{ 9 ** 99999999 ** 9 }}{{ 1 / 0 }}",
            "{{ range(-9223372036854775807, 9223372036854775807) }}", "{{ 'a'.ljust(999999999) }}",
            "{{ 'a' | indent(999999999, true) * 99999999 }}", "{{ missing.a.b.c }}", "{{ raise_exception('no') }}"})
    void whatDoesNotEndIsEnded(String source) {
        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> ChatTemplate.of(source).render(Map.of()))
                .isInstanceOf(TemplateError.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{1:", "-", "not ", "a if ", "a[", "f(", "a|f(", "'a' ~ ", "1 + ", "1 and ",
            "a.b", "a is "})
    void longChainsAndDeepNestsEndInAResultOrAnError(String part) {
        assertTimeoutPreemptively(SOON, () -> tryOut("{{ " + part.repeat(20_000) + "1 }}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% if a %}", "{% for a in [1] %}", "{% if a %}{% elif b %}", "{% macro a() %}",
            "{% set a %}", "{% filter upper %}", "{% call f() %}", "{% raw %}", "{#", "{{ '"})
    void openBlocksEndInAnError(String part) {
        assertThatThrownBy(() -> ChatTemplate.of(part.repeat(5_000))).isInstanceOf(TemplateError.class);
    }

    @Test
    void aLongChainOfElifsIsReadAndRun() {
        String source = "{% if n == 0 %}0" + "{% elif n == 1 %}1".repeat(40) + "{% else %}x{% endif %}";
        assertThat(ChatTemplate.of(source).render(Map.of("n", 5)).string()).isEqualTo("x");
    }

    @Test
    void randomTemplatesNeverFailOtherwiseThanWithAnError() {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder source = new StringBuilder();
            for (int words = random.nextInt(1, 16); words > 0; words--) {
                source.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            }
            tryOut(source.toString());
        }
    }

    @Test
    void randomExpressionsNeverFailOtherwiseThanWithAnError() {
        SplittableRandom random = new SplittableRandom(19);
        String[] values = {"messages", "messages[0]", "messages[0].content", "'text'", "1", "2.5", "none", "missing",
                "[1, 'a', none]", "{'a': 1}", "range(3)", "true", "namespace(a=1)", "raise_exception", "('a', 2)"};
        String[] uses = {" | %s", " | %s(1)", " | %s('a', 2)", ".%s()", ".%s('a')", ".%s(1, 2)", "[%s]", " is %s",
                " is %s(1)"};
        String[] names = {"trim", "tojson", "join", "map", "list", "first", "last", "sort", "length", "items",
                "dictsort", "selectattr", "unique", "sum", "min", "replace", "indent", "int", "float", "round", "title",
                "upper", "string", "default", "reverse", "split", "strip", "startswith", "get", "keys", "format",
                "find", "index", "count", "ljust", "partition", "splitlines", "in", "odd", "divisibleby", "mapping",
                "eq", "gt", "attr", "select", "reject", "rsplit", "removeprefix", "join", "wordcount", "safe", "e",
                "abs", "-1", "1:", "::-1"};
        for (int round = 0; round < 5_000; round++) {
            StringBuilder source = new StringBuilder("{{ ").append(values[random.nextInt(values.length)]);
            for (int count = random.nextInt(1, 4); count > 0; count--) {
                source.append(uses[random.nextInt(uses.length)].formatted(names[random.nextInt(names.length)]));
            }
            tryOut(source.append(" }}").toString());
        }
    }

    private static void tryOut(String source) {
        try {
            assertThat(ChatTemplate.of(source).render(CONVERSATION, Map.of())).isNotNull();
        } catch (TemplateError | InferenceFailure.Rejected refused) {
            assertThat(refused).hasMessageNotContaining("Exception");
        }
    }
}
