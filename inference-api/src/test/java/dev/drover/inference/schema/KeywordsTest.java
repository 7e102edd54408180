package dev.drover.inference.schema;

import com.networknt.schema.SpecVersion.VersionFlag;
import dev.drover.inference.grammar.Answering;
import dev.drover.inference.grammar.Tokens;
import dev.drover.inference.json.JsonWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keywords against a validator that others wrote: all that is written follows the schema, and of many values exactly those
 * that follow it may be written.
 */
class KeywordsTest {

    private static final Tokens TOKENS = Tokens.random("abx-\"\\:, {}[]01.25n3ullte\n", 300, 9);

    private final SplittableRandom random = new SplittableRandom(31);

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'integer','multipleOf':3}",
            "{'type':'integer','multipleOf':7,'minimum':-40,'maximum':95}",
            "{'type':'integer','multipleOf':40,'minimum':-130}",
            "{'type':'integer','multipleOf':12,'exclusiveMaximum':96}", "{'type':'integer','multipleOf':1000}",
            "{'type':'integer','multipleOf':1.5}", "{'type':'number','multipleOf':0.25}",
            "{'type':'number','multipleOf':0.01,'minimum':0}",
            "{'type':'number','multipleOf':0.5,'exclusiveMinimum':-3,'maximum':100000}",
            "{'type':'number','multipleOf':1.5,'exclusiveMinimum':0,'exclusiveMaximum':2000}",
            "{'type':'number','multipleOf':0.75,'minimum':-2.5,'maximum':7.1}", "{'type':'number','multipleOf':6}",
            "{'type':'integer','multipleOf':5,'not':{'enum':[10,25]},'minimum':0}",
            "{'type':'number','not':{'enum':[1,0.5]}}", "{'type':'integer','not':{'const':3},'minimum':0,'maximum':9}"})
    void numbers(String schema) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int scale = random.nextInt(4);
            BigDecimal value = BigDecimal.valueOf(random.nextInt(-150_000, 150_000), scale);
            values.add(value.setScale(Math.min(scale, random.nextInt(1, 4)), RoundingMode.DOWN)
                    .stripTrailingZeros()
                    .toPlainString());
            values.add(BigDecimal.valueOf(random.nextInt(-600, 600), 1 + random.nextInt(2))
                    .stripTrailingZeros()
                    .toPlainString());
        }
        values.removeIf(value -> value.matches("-0(\\.0*)?") || (schema.contains("integer") && value.contains(".")));
        check(schema, values, VersionFlag.V202012);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'items':{'enum':['a','b',1,null]},'uniqueItems':true}",
            "{'items':{'enum':['a','b',1,null]},'uniqueItems':true,'minItems':2,'maxItems':3}",
            "{'items':{'type':'boolean'},'uniqueItems':true}",
            "{'type':'array','items':{'type':'string'},'uniqueItems':true,'maxItems':1}",
            "{'items':{'$ref':'#/$defs/e'},'uniqueItems':true,'$defs':{'e':{'enum':['a','b',1,null],'not':{'const':'b'}}}}",
            "{'type':'array','prefixItems':[{'type':'string'},{'type':'boolean'}],'items':{'type':'null'}}",
            "{'type':'array','items':{'not':{'type':['string','boolean']}}}",
            "{'items':{'type':'string','not':{'enum':['a','ab']}}}",
            "{'items':{'not':{'anyOf':[{'const':null},{'enum':['a',true,1]}]}}}",
            "{'items':{'type':['null','boolean'],'not':{'const':false}}}"})
    void lists(String schema) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            List<Object> list = new ArrayList<>();
            for (int size = random.nextInt(5); size > 0; size--) {
                list.add(scalar());
            }
            values.add(JsonWriter.write(list));
        }
        check(schema, values, VersionFlag.V202012);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'items':[{'type':'string'},{'type':'boolean'}],'additionalItems':{'type':'null'}}",
            "{'items':[{'type':'string'},{'type':'boolean'}],'additionalItems':false,'minItems':1}"})
    void listsOfOlderDrafts(String schema) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            List<Object> list = new ArrayList<>();
            for (int size = random.nextInt(5); size > 0; size--) {
                list.add(list.isEmpty() ? "a" : list.size() == 1 ? true : scalar());
            }
            values.add(JsonWriter.write(list));
        }
        check(schema, values, VersionFlag.V7);
    }

    private Object scalar() {
        return switch (random.nextInt(7)) {
            case 0 -> "a";
            case 1 -> "b";
            case 2 -> "ab";
            case 3 -> BigDecimal.valueOf(random.nextInt(3));
            case 4 -> null;
            default -> random.nextBoolean();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'properties':{'a':{},'b':{},'x-a':{},'x-b':{}},'minProperties':2,'maxProperties':3,'additionalProperties':false}",
            "{'properties':{'a':{},'b':{},'x-a':{},'x-b':{}},'dependentRequired':{'a':['x-a'],'b':['a','x-b']},'additionalProperties':false}",
            "{'properties':{'a':{},'b':{}},'required':['b'],'maxProperties':3,'additionalProperties':true}",
            "{'properties':{'a':{},'b':{}},'minProperties':1,'additionalProperties':{'type':'boolean'}}",
            "{'properties':{'a':{},'b':{}},'dependentRequired':{'a':['b']},'additionalProperties':{'type':'boolean'}}",
            "{'type':'object','patternProperties':{'^x-':{'type':'boolean'}},'additionalProperties':false}",
            "{'properties':{'a':{}},'patternProperties':{'^x-':{},'b$':{}},'additionalProperties':false,'required':['a']}",
            "{'type':'object','propertyNames':{'enum':['a','x-a']},'maxProperties':1}",
            "{'type':'object','propertyNames':{'pattern':'^x-'},'additionalProperties':{'type':'boolean'}}",
            "{'type':'object','minProperties':1,'maxProperties':2}",
            "{'allOf':[{'properties':{'a':{}}},{'properties':{'b':{'type':'boolean'}}}],'unevaluatedProperties':false}",
            "{'properties':{'a':{},'b':{},'x-a':{}},'not':{'type':'array'},'additionalProperties':false}"})
    void objects(String schema) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String name : List.of("a", "b", "x-a", "x-b", "y")) {
                if (random.nextInt(5) < 2) {
                    map.put(name, random.nextInt(4) == 0 ? scalar() : true);
                }
            }
            values.add(JsonWriter.write(map));
        }
        check(schema, values, VersionFlag.V202012);
    }

    private void check(String quoted, List<String> values, VersionFlag draft) {
        String schema = quoted.replace('\'', '"');
        Answering answering = new Answering(JsonSchema.grammar(schema), TOKENS);
        Validator validator = Validator.of(schema, draft);
        int written = 0;
        for (int turn = 0; turn < 60; turn++) {
            String text = answering.random(random, 300);
            if (text != null) {
                assertThat(validator.follows(text)).as("%s of %s", text, schema).isTrue();
                written++;
            }
        }
        assertThat(written).as("texts of %s", schema).isGreaterThan(5);
        int good = 0;
        for (String value : values) {
            boolean follows = validator.follows(value);
            assertThat(answering.accepts(value)).as("%s of %s", value, schema).isEqualTo(follows);
            good += follows ? 1 : 0;
        }
        assertThat(good).as("values of %s", schema).isBetween(1, values.size() - 1);
    }
}
