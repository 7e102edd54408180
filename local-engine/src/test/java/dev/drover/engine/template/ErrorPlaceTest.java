package dev.drover.engine.template;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Errors say the line of the template on which they arose, and are of a length that can be read. */
class ErrorPlaceTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            ¶{{ n }}¶{{ missing.x }} => 3
            {{ n¶+¶missing.x }} => 3
            {% if yes %}¶{% if missing.x %}¶{% endif %}¶{% endif %} => 2
            {% for i in list %}¶{{ i.a.b }}¶{% endfor %} => 2
            ¶{% for i in n %}¶{% endfor %} => 2
            ¶{% for a, b in list %}¶{% endfor %} => 2
            ¶¶{% set a, b = 1, 2, 3 %} => 3
            ¶{% set name.x = 1 %} => 2
            ¶{% set x %}¶{{ none + 1 }}¶{% endset %} => 3
            ¶{% set x | nosuch %}¶a¶{% endset %} => 2
            ¶{% filter nosuch %}a{% endfilter %} => 2
            {% macro m() %}¶{{ none + 1 }}¶{% endmacro %}¶{{ m() }} => 2
            {% macro m(a) %}{% endmacro %}¶{{ m(1, 2) }} => 2
            {% macro m() %}{{ caller() }}{% endmacro %}¶{% call m() %}¶{{ 1 / 0 }}¶{% endcall %} => 3
            ¶{% with a = 1 / 0 %}{% endwith %} => 2
            ¶{% do 1 / 0 %} => 2
            ¶{% generation %}¶{{ 1 / 0 }}{% endgeneration %} => 3
            {% raw %}¶¶{% endraw %}{{ 1 / 0 }} => 3
            {# ¶¶ #}{{ 1 / 0 }} => 3
            {{ 'a¶b' }}{{ 1 / 0 }} => 2
            {{- 1 -}}¶¶¶{{ 1 / 0 }} => 4
            {%- macro m() %}¶{{ m() }}{% endmacro %}¶{{ m() }} => 2
            """)
    void theLineIsThatOfTheFault(String template, int line) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageStartingWith("chat template, line " + line + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ '%s'.nosuch.x }}", "{{ '%s' | int + 'a' }}", "{{ %s }}", "{%% %s %%}", "{{ a.'%s' }}",
            "{{ 1 | %s }}", "{{ {}['%s'].x }}", "{{ '%s'.index('%1$s!') }}", "{{ raise_exception('%s') }}"})
    void anErrorIsShortWhateverTheTemplateHolds(String template) {
        String source = template.formatted("9".repeat(50_000));
        assertThat(catchThrowable(() -> Rendered.text(source))).isInstanceOf(TemplateError.class)
                .message()
                .hasSizeLessThan(1_100);
    }

    @Test
    void whatTheTemplateRaisesItselfIsToldAsItIs() {
        ChatTemplate template = ChatTemplate.of("\n\n{{ raise_exception('Only ' ~ messages | length ~ ' roles') }}");
        assertThatThrownBy(() -> template.render(List.of(Message.user("hi")), Map.of()))
                .isInstanceOf(InferenceFailure.Rejected.class)
                .hasMessage("messages: the model's template refuses them: Only 1 roles");
    }

    @Test
    void aVariableOfAStrangeKindIsRefusedByItsClass() {
        assertThatThrownBy(() -> Rendered.text("", Map.of("x", new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("variable: java.lang.StringBuilder (expected: text, number, flag, list or map)");
    }
}
