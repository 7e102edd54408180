package dev.drover.gateway.wire;

import dev.drover.inference.ApiForm;
import dev.drover.inference.InferenceFailure.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Each known field against every kind of value, and bodies that are hostile as a whole. */
class RequestFieldsTest {

    private static final String MESSAGES = "[{\"role\":\"user\",\"content\":\"Hi\"}]";

    /** A value of every kind, by what it is. */
    private static final Map<String, String> VALUES = new LinkedHashMap<>(
            Map.of("text", "\"1\"", "number", "1", "fraction", "0.5", "flag", "true", "list", "[1]", "texts", "[\"a\"]",
                    "object", "{\"a\":1}", "negative", "-1", "huge", "1e30", "endless", "1e999999999"));

    /** Which of them a field takes; each takes null as if it were absent. */
    private static final Map<String, List<String>> TAKEN = Map.ofEntries(Map.entry("model", List.of("text")),
            Map.entry("messages", List.of()), Map.entry("temperature", List.of("number", "fraction")),
            Map.entry("top_p", List.of("number", "fraction")), Map.entry("min_p", List.of("number", "fraction")),
            Map.entry("top_k", List.of("number")), Map.entry("seed", List.of("number", "negative")),
            Map.entry("max_tokens", List.of("number")), Map.entry("max_completion_tokens", List.of("number")),
            Map.entry("n", List.of("number")), Map.entry("stop", List.of("text", "texts")),
            Map.entry("stream", List.of("flag")), Map.entry("stream_options", List.of("object")),
            Map.entry("tools", List.of()), Map.entry("tool_choice", List.of()),
            Map.entry("parallel_tool_calls", List.of("flag")), Map.entry("response_format", List.of()),
            Map.entry("logprobs", List.of("flag")), Map.entry("top_logprobs", List.of("number")),
            Map.entry("frequency_penalty", List.of("number", "fraction", "negative")),
            Map.entry("presence_penalty", List.of("number", "fraction", "negative")),
            Map.entry("logit_bias", List.of("object")), Map.entry("reasoning_effort", List.of("text")),
            Map.entry("user", List.of("text")));

    static Stream<Arguments> fieldsAndKinds() {
        return TAKEN.keySet()
                .stream()
                .sorted()
                .flatMap(field -> VALUES.keySet().stream().sorted().map(kind -> Arguments.of(field, kind)));
    }

    @ParameterizedTest
    @MethodSource("fieldsAndKinds")
    void aKnownFieldTakesItsKindsAndRefusesOthersByName(String field, String kind) {
        String body = body(Map.of(field, VALUES.getOrDefault(kind, "")));
        if (TAKEN.getOrDefault(field, List.of()).contains(kind)) {
            assertThatCode(() -> read(body)).doesNotThrowAnyException();
        } else {
            Rejected refused = refused(() -> read(body));
            assertThat(refused.field()).startsWith(field);
            assertThat(refused).hasMessageMatching("(?s)" + field + "(\\[0\\]|\\.type)?: .+ \\(expected: .+\\).*");
            assertThat(refused.code()).isIn("invalid_value", "missing_field");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "top_p", "min_p", "top_k", "seed", "max_tokens", "n", "stop", "stream",
            "stream_options"})
    void nullIsAsIfTheFieldWereAbsent(String field) {
        ChatCall with = read(body(Map.of(field, "null")));
        ChatCall without = read(body(Map.of()));
        assertThat(with.request().sampling()).isEqualTo(without.request().sampling());
        assertThat(with.request().maxTokens()).isEqualTo(without.request().maxTokens());
        assertThat(with.request().stop()).isEqualTo(without.request().stop());
        assertThat(with.stream()).isEqualTo(without.stream());
        assertThat(with.choices()).isEqualTo(without.choices());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "temperature": NaN             | invalid_json
            "temperature": Infinity        | invalid_json
            "temperature": .5              | invalid_json
            "temperature": 0.5,            | invalid_json
            'temperature': 0.5             | invalid_json
            "a":1,"a":2                    | invalid_json
            "x":{"y":1,"y":1}              | invalid_json
            "x":"\\x"                      | invalid_json
            "x":"\\u12"                    | invalid_json
            /* note */ "x":1               | invalid_json
            """)
    void whatIsNoStrictJsonIsRefusedWithItsPlace(String fields, String code) {
        Rejected refused = refused(() -> read("{\"model\":\"m\",\"messages\":" + MESSAGES + "," + fields + "}"));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageContaining("line 1, column ").hasMessageContaining("(expected: a JSON object)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``      | body: empty
            `   `   | body: empty
            null    | body: null
            1       | body: 1
            "text"  | body: "text"
            [{}]    | body: a list
            {} {}   | body: no valid JSON
            """)
    void aBodyThatIsNoObjectIsCalledWhatItIs(String body, String told) {
        assertThat(refused(() -> read(body))).hasMessageStartingWith(told);
    }

    @Test
    void nestingAndNumbersHaveLimitsAndTheLimitsAreTold() {
        assertThatCode(() -> read(body(Map.of("x", nested(Json.MAX_DEPTH - 1))))).doesNotThrowAnyException();
        assertThatCode(() -> read(body(Map.of("x", "7".repeat(Json.MAX_DIGITS))))).doesNotThrowAnyException();

        for (String beyond : List.of(nested(Json.MAX_DEPTH), "7".repeat(Json.MAX_DIGITS + 1))) {
            Rejected refused = refused(() -> read(body(Map.of("x", beyond))));
            assertThat(refused.code()).isEqualTo("json_too_complex");
            assertThat(refused).hasMessageContaining("128 levels").hasMessageContaining("1000 digits");
        }
    }

    @Test
    void aModelsNameIsShortForItIsKeptAndComparedWithAllThatAreKnown() {
        assertThat(read(body(Map.of("model", "\"" + "m".repeat(256) + "\""))).request().model()).hasSize(256);
        Rejected refused = refused(() -> read(body(Map.of("model", "\"" + "m".repeat(257) + "\""))));
        assertThat(refused.field()).isEqualTo("model");
        assertThat(refused.getMessage()).contains("at most 256").hasSizeLessThan(200);
    }

    @Test
    void aRefusalShowsNoMoreOfAValueThanItsBeginning() {
        Rejected refused = refused(() -> read(body(Map.of("temperature", "\"" + "x".repeat(1_000_000) + "\""))));
        assertThat(refused.getMessage()).contains("xxx...").hasSizeLessThan(150);
    }

    @Test
    void theNewerNameOfALimitWinsAndEmptyStopsAreNone() {
        assertThat(read(body(Map.of("max_tokens", "9", "max_completion_tokens", "4"))).request().maxTokens())
                .isEqualTo(4);
        assertThat(read(body(Map.of("stop", "\"\""))).request().stop()).isEmpty();
        assertThat(read(body(Map.of("stop", "[]"))).request().stop()).isEmpty();
        assertThat(read(body(Map.of("max_tokens", "1.0e1"))).request().maxTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"type\":\"text\",\"text\":\"\"}]", "\"\\ud800\"", "\"\\udc00\\ud800\"",
            "\"\\u0000\"", "\"\\u2028\""})
    void oddButLegalContentIsTakenAndTheBodyStaysAsItWas(String content) {
        String body = body(Map.of("messages", "[{\"role\":\"user\",\"content\":" + content + "}]"));
        assertThat(read(body).request().bodyIn(ApiForm.CHAT)).isEqualTo(body);
    }

    @Test
    void whateverHappensToABodyTheRefusalNamesFieldAndExpectation() {
        Random random = new Random(3);
        List<String> kinds = List.copyOf(VALUES.keySet());
        List<String> fields = TAKEN.keySet().stream().sorted().toList();
        for (int round = 0; round < 3_000; round++) {
            Map<String, String> changed = new LinkedHashMap<>();
            for (int change = random.nextInt(3); change >= 0; change--) {
                changed.put(fields.get(random.nextInt(fields.size())),
                        VALUES.getOrDefault(kinds.get(random.nextInt(kinds.size())), "null"));
            }
            try {
                read(body(changed));
            } catch (Rejected refused) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(changed.keySet()).anyMatch(field -> String.valueOf(refused.field()).startsWith(field));
                assertThat(refused).hasMessageContaining("(expected: ");
            }
        }
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static Rejected refused(ThrowingCallable reading) {
        return catchThrowableOfType(Rejected.class, reading);
    }

    private static String body(Map<String, String> changed) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("model", "\"m\"", "messages", MESSAGES));
        fields.putAll(changed);
        List<String> written = new ArrayList<>();
        fields.forEach((name, value) -> written.add("\"" + name + "\":" + value));
        return "{" + String.join(",", written) + "}";
    }

    private static ChatCall read(String body) {
        return ChatRequestReader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }
}
