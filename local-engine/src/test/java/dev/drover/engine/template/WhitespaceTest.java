package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which line ends and blanks around tags are written, with trim_blocks and lstrip_blocks as Hugging Face sets them. */
class WhitespaceTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            a¶{% if yes %}¶b¶{% endif %}¶c => a¶b¶c
            `a¶  {% if yes %}  ¶b¶  {% endif %}  ¶c` => `a¶  ¶b¶  ¶c`
            `  {% if yes %}x{% endif %}|` => x
            `¶¶ \t {% if yes %}x{% endif %}|` => `¶¶x`
            `a  {% if yes %}  b{% endif %}|` => `a    b`
            {% for i in [1, 2] %}¶  {{ i }}¶{% endfor %}¶. => `  1¶  2¶.`
            `a {% set x = 1 %} ¶b` => `a  ¶b`
            `a¶ {% set x = 1 %}¶ {% set y = 1 %}¶b` => a¶b
            {% set x = 1 %}¶¶b => ¶b
            """)
    void statementsAloneOnTheirLineLeaveNoLine(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            `  {{ n }}¶  y` => `  7¶  y`
            x¶{{ n }}¶y => x¶7¶y
            {{ n }}{% if yes %}¶¶{% endif %}. => 7¶.
            """)
    void outputsKeepTheirLineAndIndent(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            `a¶  {%- if yes -%}  ¶ b ¶{%- endif -%}¶ c` => abc
            `x   {{- n -}}  ¶  y` => x7y
            `    {%+ if yes %}b{% endif %}|` => `    b`
            {% if yes +%}¶b{% endif %} => ¶b
            {% if yes -%}¶¶ b{% endif %} => b
            {{ -n }} {{- n }} {{+ n }} => -77 7
            """)
    void signsOverrideTheRules(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {# c #}¶  {# d #}¶x => x
            x {# c #}¶y => `x y`
            `{#- c -#}  x` => x
            {#+ c +#}¶x => ¶x
            {# {{ n }} {% if %} '#}x => x
            {##}a{#-#} b{#--#} c => a bc
            """)
    void commentsAreTrimmedLikeStatements(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% raw %}{{ n }} {% if %} {# #}{% endraw %} => {{ n }} {% if %} {# #}
            {% raw %}¶ a¶  {% endraw %}¶b => `¶ a¶b`
            `{%- raw -%} ¶ a {%- endraw -%} b` => ab
            {% raw -%}¶ a{% endraw %} => a
            {% raw %}{% raw %}{% endraw %} => {% raw %}
            {%raw%}x{%endraw +%}¶y => x¶y
            """)
    void rawTextIsLeftAsItIs(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            `\u00A0{% if yes %}x{% endif %}|` => x
            `a¶\u2003\f{% if yes %}x{% endif %}|` => a¶x
            `{%- if yes -%}\u00A0x\u3000{%- endif -%}|` => x
            """)
    void blanksAreWhatPythonCallsWhiteSpace(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            `a¶` => a
            `a¶¶` => `a¶`
            `{{ n }}¶` => 7
            `¶` => |
            `¶¶` => `¶`
            {% if yes %}¶x¶{% endif %}¶ => `x¶`
            """)
    void theLastLineEndGoesAndTheOthersStay(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            a{b}c { { } } => a{b}c { { } }
            {{ {'a': 1}.a }}} {{ n }} => 1} 7
            { % if % } {n} $ # \\\\ }} %} #} => { % if % } {n} $ # \\\\ }} %} #}
            <|im_start|>{{ n }}<|im_end|> => <|im_start|>7<|im_end|>
            """)
    void bracesThatOpenNothingAreText(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }
}
