package dev.drover.inference.schema;

import dev.drover.inference.grammar.Answering;
import dev.drover.inference.grammar.InvalidGrammar;
import dev.drover.inference.grammar.Tokens;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonSchemaTest {

    private static final Tokens BYTES = new Tokens(List.of());

    private static Answering answering(String schema) {
        return new Answering(JsonSchema.grammar(schema.replace('\'', '"')), BYTES);
    }

    @Test
    void anyObjectIsAnyObject() {
        Answering object = new Answering(JsonSchema.anyObject(), BYTES);
        assertThat(object.accepts("{\"a\": [1, -2.5e+3, true, null], \"b\\u00e4\\ud83d\\ude42\": {\n\t\"c\":\"\"}}"))
                .isTrue();
        assertThat(object.accepts("{}")).isTrue();
        assertThat(object.accepts("[]")).isFalse();
        assertThat(object.accepts("{\"a\":01}")).isFalse();
        assertThat(object.accepts("{\"a\":\"\\ud83d\"}")).as("half a character").isFalse();
        assertThat(object.accepts("{\"a\":1,}")).isFalse();
        assertThat(object.accepts("{  }")).as("blanks have a limit").isFalse();
    }

    @Test
    void fieldsComeInOrderAndThoseThatNeedNotBeMayBeMissing() {
        Answering object = answering("""
                {'type':'object','properties':{'a':{'const':1},'b':{'const':2},'c':{'const':3}},'required':['b']}""");
        assertThat(object.accepts("{\"a\":1,\"b\":2,\"c\":3}")).isTrue();
        assertThat(object.accepts("{\"b\":2,\"c\":3}")).isTrue();
        assertThat(object.accepts("{ \"b\": 2 }")).isTrue();
        assertThat(object.accepts("{\"a\":1}")).isFalse();
        assertThat(object.accepts("{\"b\":2,\"a\":1}")).isFalse();
        assertThat(object.accepts("{\"b\":2,\"d\":1}")).isFalse();
    }

    @Test
    void additionalFieldsHaveOtherNames() {
        Answering object = answering(
                """
                        {'type':'object','properties':{'ab':{'const':1},'b':{'const':2}},'additionalProperties':{'const':0}}""");
        assertThat(object.accepts("{\"ab\":1,\"a\":0,\"abc\":0,\"\":0,\"ü\":0}")).isTrue();
        assertThat(object.accepts("{\"b\":0}")).isFalse();
        assertThat(object.accepts("{\"ab\":0}")).isFalse();
    }

    @Test
    void schemasMayReferToThemselves() {
        Answering tree = answering("""
                {'$ref':'#/$defs/node','$defs':{'node':{'type':'object','properties':{'v':{'type':'integer'},
                'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['v','next']}}}""");
        assertThat(tree.accepts("{\"v\":1,\"next\":{\"v\":2,\"next\":null}}")).isTrue();
        assertThat(tree.accepts("{\"v\":1,\"next\":{\"v\":2}}")).isFalse();
        assertThatThrownBy(() -> answering("""
                {'type':'object','properties':{'me':{'$ref':'#'}},'required':['me']}"""))
                .isInstanceOf(InvalidGrammar.class)
                .hasMessageContaining("rule #/properties/me: has no text that ends");
    }

    @Test
    void severalSchemasAreJoined() {
        Answering joined = answering("""
                {'allOf':[{'$ref':'#/$defs/named'},{'type':'object','properties':{'age':{'type':'integer'}},
                'required':['age']}],'$defs':{'named':{'type':'object','properties':{'name':{'type':'string'}},
                'required':['name']}}}""");
        assertThat(joined.accepts("{\"name\":\"x\",\"age\":3}")).isTrue();
        assertThat(joined.accepts("{\"name\":\"x\"}")).isFalse();
        Answering either = answering("""
                {'type':'integer','minimum':10,'anyOf':[{'maximum':12},{'minimum':20,'maximum':21}]}""");
        assertThat(List.of("10", "12", "20", "21")).allMatch(either::accepts);
        assertThat(List.of("9", "13", "19", "22")).noneMatch(either::accepts);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {"date => 2024-02-29 1999-12-31 => 2023-02-29 2024-13-01 24-01-01",
            "time => 23:59:59Z 00:00:00.5+01:30 => 24:00:00Z 12:00:00",
            "date-time => 2024-02-29T10:00:00Z => 2024-02-30T10:00:00Z 2024-02-29",
            "uuid => 123e4567-e89b-12d3-a456-42661417400F => 123e4567e89b12d3a456426614174000",
            "duration => P1Y2M3DT4H5M6S PT30M P2W => P PT P1H", "ipv4 => 127.0.0.1 255.255.255.255 => 256.1.1.1 1.2.3",
            "ipv6 => ::1 2001:db8:0:0:0:0:2:1 fe80::1:2 :: => 1:2 1::2::3 12345::",
            "hostname => a.example-host.org x => -a.b a..b", "email => ann.lee@example.org => ann ann@localhost @b.c"})
    void formatsAreHeldTo(String format, String good, String bad) {
        Answering string = answering("{'type':'string','format':'" + format + "'}");
        assertThat(good.split(" ")).allMatch(one -> string.accepts("\"" + one + "\""));
        assertThat(bad.split(" ")).noneMatch(one -> string.accepts("\"" + one + "\""));
    }

    @Test
    void everyBoundOnNumbersIsHeldToTheDigit() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 60; i++) {
            BigDecimal low = BigDecimal.valueOf(random.nextInt(-130, 120), random.nextInt(3));
            BigDecimal high = low.add(BigDecimal.valueOf(1 + random.nextInt(150), random.nextInt(3)));
            boolean open = random.nextBoolean();
            Answering numbers = answering("{'type':'number','" + (open ? "exclusiveMinimum" : "minimum") + "':" + low
                    + ",'maximum':" + high + "}");
            for (int turn = 0; turn < 60; turn++) {
                BigDecimal value = BigDecimal.valueOf(random.nextInt(-14_000, 14_000), random.nextInt(4));
                boolean inside = value.compareTo(low) > (open ? 0 : -1) && value.compareTo(high) <= 0;
                boolean minusZero = value.signum() == 0 && value.toString().startsWith("-");
                assertThat(numbers.accepts(value.toPlainString()))
                        .as("%s within %s and %s, open %s", value, low, high, open)
                        .isEqualTo(inside && !minusZero);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
            "{'type':'object','properties':{'a':{'not':{'minimum':3}}}} => #/properties/a/not: minimum (expected: type, const or enum",
            "{'type':'string','not':{'type':'string'}} => #/not: all that type allows",
            "{'type':'number','not':{'type':'integer'}} => #/not/type: integer",
            "{'not':{'const':[1]}} => #/not: a list or an object",
            "{'type':'string','maxLength':3,'not':{'const':'a'}} => #/not: texts beside a length",
            "{'type':'array','uniqueItems':true} => #/uniqueItems: true (expected: entries of an enum of at most 8",
            "{'items':{'enum':[1,1.0]},'uniqueItems':true,'minItems':2} => #/minItems: 2 (expected: at most 1",
            "{'if':{},'then':{}} => #/if: a keyword that cannot be held to while an answer is written (expected: a schema without it; what comes first",
            "{'type':'array','contains':{}} => #/contains: a keyword that cannot be held to",
            "{'type':'object','minProperties':2} => #: no object that has enough fields",
            "{'properties':{'a':{}},'dependentRequired':{'a':['b']},'additionalProperties':true} => #/dependentRequired/a: a name that properties has not",
            "{'patternProperties':{'^x':{}},'additionalProperties':true} => #/additionalProperties: given beside patternProperties",
            "{'patternProperties':{'^x':{},'y$':true}} => #/patternProperties: 2 patterns with schemas of their own",
            "{'properties':{'xa':{}},'patternProperties':{'^x':{}}} => #/patternProperties: ^x, which the property xa matches",
            "{'properties':{'xa':{}},'propertyNames':{'pattern':'^x'}} => #/propertyNames: given beside properties",
            "{'type':'number','multipleOf':0.5,'minimum':0.25} => #/multipleOf: given beside bounds with fractions",
            "{'type':'integer','multipleOf':131} => #/multipleOf: 131 (expected: a step of up to 9 places that is at most 128",
            "{'type':'integer','multipleOf':10,'minimum':1,'maximum':9} => #/multipleOf: 10 (expected: a step with a multiple",
            "{'type':'integer','multipleOf':0} => #/multipleOf: 0 (expected: a number above 0",
            "{'type':'string','format':'color'} => #/format: color (expected: one of date, date-time, duration, email",
            "{'type':'string','pattern':'a(?=b)'} => #/pattern: '?' at offset 2 of a(?=b) (expected: a group that does not look",
            "{'type':'string','pattern':'a','maxLength':3} => #/pattern: given beside a length",
            "{'type':'text'} => #/type: text (expected: one of [object, array",
            "{'$ref':'#/$defs/lost'} => #/$ref: #/$defs/lost (expected: a place that is there; nothing is at $defs)",
            "{'$ref':'other.json'} => #/$ref: other.json (expected: a place in this schema",
            "{'type':'object','properties':{'a':{}},'required':['b']} => #/required: b (expected: a name that properties has",
            "{'oneOf':[{'type':'string'},{'type':'string','minLength':3}]} => #/oneOf: numbers 0 and 1 may overlap",
            "{'type':'string','minLength':5,'maxLength':3} => #/maxLength: 3 (expected: at least 5",
            "{'type':'string','minLength':-1} => #/minLength: -1 (expected: a whole number, at least 0)",
            "{'allOf':[{'type':'string'},{'type':'null'}]} => #/type: another than beside it",
            "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a','type':'string'}}} => #/$defs/a/$ref: more than 32 references",
            "{'enum':[]} => #/enum: no list, or an empty one", "[1] => #: no object",
            "{'type': => #: no JSON: offset 8: the end",
            "{'type':'integer','minimum':5,'maximum':4} => rule #: has no text that ends"})
    void whatCannotBeHeldToIsRefusedByItsPlace(String schema, String message) {
        assertThatThrownBy(() -> answering(schema)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLongTextIsCountedWithoutALargeAutomaton() {
        Answering text = answering("{'type':'string','maxLength':5000}");
        assertThat(text.accepts("\"" + "ü".repeat(5000) + "\"")).isTrue();
        assertThat(text.accepts("\"" + "ü".repeat(5001) + "\"")).isFalse();
    }
}
