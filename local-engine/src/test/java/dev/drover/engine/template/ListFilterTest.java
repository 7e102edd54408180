package dev.drover.engine.template;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters that go through items. */
class ListFilterTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ words | sort }} {{ words | sort(true) }} {{ words | sort(case_sensitive=true) }} => ['Apple', 'apple', 'fig', 'pear'] ['pear', 'fig', 'Apple', 'apple'] ['Apple', 'apple', 'fig', 'pear']
            {{ people | sort(attribute='age') | join(attribute='name') }} {{ people | sort(attribute='age,name', reverse=true) | join(attribute='name') }} => bobAnnCid CidAnnbob
            {{ [[2, 'b'], [1, 'c']] | sort }} {{ [[2, 'b'], [1, 'c']] | sort(attribute='1') }} => [[1, 'c'], [2, 'b']] [[2, 'b'], [1, 'c']]
            {{ [3, 1.5, true] | sort }} {{ map | sort }} {{ 'cab' | sort }} => [True, 1.5, 3] ['a', 'b', 'C'] ['a', 'b', 'c']
            {{ words | min }} {{ words | max }} {{ (people | min(attribute='name')).name }} {{ (people | max(attribute='age')).name }} {{ [] | min }}. => Apple pear Ann Ann .
            {{ map | dictsort }} {{ map | dictsort(true) }} {{ {'x': 2, 'y': 1} | dictsort(by='value') }} => [('a', 2), ('b', 1), ('C', None)] [('C', None), ('a', 2), ('b', 1)] [('y', 1), ('x', 2)]
            """)
    void itemsAreSortedByThemselvesOrByWhatLiesInThem(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ words | unique | list }} {{ words | unique(true) | list }} => ['pear', 'Apple', 'fig'] ['pear', 'Apple', 'fig', 'apple']
            {{ people | unique(attribute='age') | map(attribute='name') | list }} {{ [none, 1, none] | unique | list }} => ['Ann', 'bob'] [None, 1]
            """)
    void itemsAreToldApartByTheirAttributeAndCase(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {% for age, group in people | groupby('age') %}{{ age }}:{{ group | join(',', 'name') }};{% endfor %} => 25:bob;30:Ann,Cid;
            {% for g in people | groupby('age') %}{{ g.grouper }}:{{ g.list | length }};{% endfor %} => 25:1;30:2;
            {{ [{'a': 'x'}, {'a': 'X'}] | groupby('a') | map('first') | list }} {{ [{'a': 'x'}, {'a': 'X'}] | groupby('a', case_sensitive=true) | map('first') | list }} => ['x'] ['X', 'x']
            {{ people | groupby('zip', default='?') | map(attribute='grouper') | list }} => ['?']
            """)
    void groupsComeInOrderWithTheirItems(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ [1, 2, 3, 4, 5] | batch(2) | list }} {{ [1, 2, 3] | batch(2, 'x') | list }} {{ [] | batch(3) | list }} => [[1, 2], [3, 4], [5]] [[1, 2], [3, 'x']] []
            {{ [1, 2, 3, 4, 5] | slice(2) | list }} {{ [1, 2, 3, 4, 5] | slice(3, 'x') | list }} {{ [1] | slice(3) | list }} => [[1, 2, 3], [4, 5]] [[1, 2], [3, 4], [5, 'x']] [[1], [], []]
            """)
    void itemsAreDealtIntoRowsAndColumns(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ list | select('>', 1) | list }} {{ list | reject('odd') | list }} {{ [0, 'a', none] | select | list }} {{ list | select('in', [1, 2]) | list }} => [3, 2] [2] ['a'] [1, 2]
            {{ people | selectattr('age', '>', 26) | join(attribute='name') }} {{ people | rejectattr('pet', 'defined') | join(attribute='name') }} => AnnCid bob
            {{ (messages | selectattr('role', 'eq', 'user') | first).content }} {{ messages | rejectattr('role', 'equalto', 'system') | list | length }} => Hi <b> 2
            {{ people | selectattr('name', 'in', ['Ann']) | list | length }} {{ none | selectattr('x') | list }} => 1 []
            """)
    void itemsAreSelectedByATest(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ people | map(attribute='name') | join(', ') }} {{ people | map(attribute='zip', default='-') | list }} => Ann, bob, Cid ['-', '-', '-']
            {{ ['a'] | map('replace', 'a', 'b') | list }} {{ [[1, 2], [3]] | map('length') | list }} {{ [[1, 2], [3]] | map(attribute=0) | list }} => ['b'] [2, 1] [1, 3]
            {{ [none, true, 1.5] | join('+') }} {{ 'abc' | join('-') }} {{ map | join }} {{ [1, 2] | join(0) }} => None+True+1.5 a-b-c baC 102
            {{ list | sum }} {{ people | sum(attribute='age') }} {{ list | sum(start=10) }} {{ nested | sum(start=[]) }} => 6 85 16 [1, 2, 3, 4]
            {{ list | first }} {{ [] | first }}. {{ map | first }} {{ list | reverse | list }} {{ map | items | list | length }} => 3 . b [2, 1, 3] 3
            """)
    void itemsAreMappedJoinedAndSummed(String template, String expected) {
        assertThat(Rendered.text(Rendered.cell(template))).isEqualTo(Rendered.cell(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            {{ [1, 'a'] | sort }} => (expected: values with an order)
            {{ [[1]] | unique | list }} => a list (expected: a key of a map)
            {{ people | groupby('zip') }} => (expected: values with an order)
            {{ people | groupby }} => attribute: absent (expected: an argument)
            {{ list | batch(0) | list }} => linecount: 0 (expected: 1 to 1000)
            {{ list | slice(0) | list }} => slices: 0 (expected: 1 to 1000)
            {{ list | batch | list }} => linecount: absent (expected: an argument)
            {{ 5 | list }} => a whole number (expected: something to go through)
            {{ none | length }} => none (expected: something with a length)
            {{ list | dictsort }} => a list (expected: a map)
            {{ list | map('nosuch') | list }} => filter nosuch (expected: a filter Drover knows)
            {{ people | selectattr('name', 'nosuch') | list }} => test nosuch (expected: a test Drover knows)
            {{ people | map(attribute='pet.kind') | list }} => 'pet', which is undefined
            {{ list | select('odd') | length }} => what a filter lets through
            """)
    void itemsThatDoNotFitAreRefused(String template, String said) {
        assertThatThrownBy(() -> Rendered.text(Rendered.cell(template))).isInstanceOf(TemplateError.class)
                .hasMessageContaining(said);
    }
}
