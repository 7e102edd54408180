package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What indices and slices find, counted from both ends and by code points. */
class SliceTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ list[0] }} {{ list[-1] }} {{ list[-3] }} {{ list[3] }}{{ list[-4] }}. => 3 2 3 .
            {{ 'abc'[0] }} {{ 'abc'[-1] }} {{ 'abc'[9] }}. {{ 'abc'[9] | default('d') }} => a c . d
            {{ emoji[1] }} {{ emoji[2] }} {{ emoji[-2] }} {{ emoji | length }} => 🙂 b 🙂 3
            {{ (1, 2)[1] }} {{ [[1, 2], [3]][0][1] }} {{ people.0.name }} {{ people[0]['pet']['kind'] }} => 2 2 Ann cat
            {{ 'abc'['upper']() }} {{ map['items']() | list | length }} => ABC 3
            """)
    void indicesCountFromBothEnds(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ 'abcdef'[1:3] }} {{ 'abcdef'[:-2] }} {{ 'abcdef'[-2:] }} {{ 'abcdef'[4:2] }}. {{ 'abcdef'[9:] }}. => bc abcd ef . .
            {{ 'abcdef'[::2] }} {{ 'abcdef'[::-1] }} {{ 'abcdef'[4:1:-1] }} {{ 'abcdef'[-1:-4:-2] }} => ace fedcba edc fd
            {{ list[1:] }} {{ list[:-1] }} {{ list[::-1] }} {{ list[-100:100] }} {{ list[5:] }} => [1, 2] [3, 1] [2, 1, 3] [3, 1, 2] []
            {{ list[100::-1] }} {{ list[:0:-1] }} {{ list[-1:-100:-1] }} => [2, 1, 3] [2, 1] [2, 1, 3]
            {{ (1, 2, 3)[1:] }} {{ (1, 2, 3)[::-1] }} {{ range(10)[2:5] | list }} => (2, 3) (3, 2, 1) [2, 3, 4]
            {{ list[none:2] }} {{ list[1:none] }} {{ messages[1:] | length }} => [3, 1] [1, 2] 2
            {{ list[-9223372036854775807:9223372036854775807] }} {{ list[::9223372036854775807] }} => [3, 1, 2] [3]
            {{ list[::-9223372036854775807] }} {{ 'abc'[9223372036854775807:] }}. => [2] .
            {{ emoji[1:] }} {{ emoji[::-1] }} {{ emoji[:2] | length }} => 🙂b b🙂a 2
            """)
    void slicesClipAndStepLikePythons(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ list[::0] }} => a slice's step of 0 (expected: another number)
            {{ n[1:] }} => a whole number (expected: a list or a text to slice)
            {{ missing[1:] }} => 'missing', which is undefined, (expected: a list or a text to slice)
            {{ map[1:2] }} => a map (expected: a list or a text to slice)
            {{ list['a':] }} => a text (expected: a whole number)
            """)
    void whatCannotBeSlicedIsRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
