package dev.drover.inference.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonReaderTest {

    @Test
    void whatIsWrittenIsRead() {
        String text = "{\"b\":[1,-2.50,true,null,\"\\\"\\\\\\n\\u0001é\uD83D\uDE42\"],\"a\":{},\"c\":[]}";
        assertThat(JsonWriter.write(JsonReader.read(text))).isEqualTo(text);
        assertThat(JsonReader.object(" {\"x\" : \"\\u00e9\\/\\b\\f\\r\\t\"} \n")).isEqualTo(Map.of("x", "é/\b\f\r\t"));
        assertThat(JsonReader.read("[1e3, 0.1E-2, -0]"))
                .isEqualTo(Arrays.asList(new BigDecimal("1e3"), new BigDecimal("0.1E-2"), new BigDecimal("-0")));
    }

    @Test
    void valuesOfOtherKindsAreNotWritten() {
        assertThat(JsonWriter.write(List.of(1, 2L, 0.5))).isEqualTo("[1,2,0.5]");
        assertThatThrownBy(() -> JsonWriter.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonWriter.write(new Object())).hasMessageContaining("expected: a map, a list");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {"[1,] => offset 3",
            "{\"a\":1,\"a\":2} => no field twice", "[01] => offset 1", "[1.] => offset 1", "[-] => offset 1",
            "\"\\q\" => offset 2", "\"\\u12g4\" => hexadecimal", "\"a => closing quotation mark", "[1 2] => ','",
            "[] x => the end", "tru => 'true'", "{a:1} => in quotation marks", "[1e99999] => an exponent"})
    void whatIsNoJsonIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void depthAndLengthHaveLimits() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(200))).hasMessageContaining("128 levels");
        assertThatThrownBy(() -> JsonReader.read("1".repeat(2000))).hasMessageContaining("1000 characters");
        assertThatThrownBy(() -> JsonReader.object("[]")).hasMessageContaining("no object");
    }
}
