package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What tojson writes: the JSON of Python with the parameters that Hugging Face gave the filter. */
class JsonFilterTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ map | tojson }} {{ [1, 2.5, true, none, 'a'] | tojson }} {{ (1, 'a') | tojson }} => {"b": 1, "a": 2, "C": null} [1, 2.5, true, null, "a"] [1, "a"]
            {{ [1.0, 1e100, 1e-7, 0.0001, 1e16] | tojson }} => [1.0, 1e+100, 1e-07, 0.0001, 1e+16]
            {{ {2: 2, true: 3, 1.5: 4} | tojson }} {{ {} | tojson }} {{ [[], {}] | tojson }} => {"2": 2, "true": 3, "1.5": 4} {} [[], {}]
            {{ '"\\\\\\n\\t\\r\\x08\\x0c\\x07/<>&é🙂' | tojson }} => "\\"\\\\\\n\\t\\r\\b\\f\\u0007/<>&é🙂"
            """)
    void valuesAreWrittenAsPythonWritesThem(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ {'a': [1, 2], 'b': {}} | tojson(indent=2) }} => {¶  "a": [¶    1,¶    2¶  ],¶  "b": {}¶}
            {{ [1] | tojson(indent=0) }} {{ [1] | tojson(indent='\\t') }} => [¶1¶] [¶\t1¶]
            {{ {'a': [1, 2]} | tojson(separators=(',', ':')) }} {{ {'a': [1]} | tojson(indent=1, separators=(', ', ' = ')) }} => {"a":[1,2]} {¶ "a" = [¶  1¶ ]¶}
            {{ {'b': 1, 'a': {'d': 1, 'c': 2}} | tojson(sort_keys=true) }} => {"a": {"c": 2, "d": 1}, "b": 1}
            {{ 'é🙂' | tojson(ensure_ascii=true) }} {{ 'é' | tojson(true) }} {{ 'é' | tojson(ensure_ascii=false) }} => "\\u00e9\\ud83d\\ude42" "\\u00e9" "é"
            {{ {'b': 'é', 'a': 1} | tojson(true, none, (',', ':'), true) }} {{ [1] | tojson(false, 1) }} => {"a":1,"b":"\\u00e9"} [¶ 1¶]
            """)
    void separatorsIndentOrderAndAlphabetCanBeChosen(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ list | select('odd') | tojson }} => make a list of it
            {{ raise_exception | tojson }} => a function (expected: a value JSON can hold)
            {{ [missing] | tojson }} => 'missing', which is undefined, (expected: a value JSON can hold)
            {{ [1] | tojson(indent=1.5) }} => a number (expected: a whole number)
            """)
    void whatJsonCannotHoldIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
