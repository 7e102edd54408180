package dev.drover.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The language, feature by feature, against what CPython's Jinja makes of the same templates and variables. The file was
 * recorded with jinja2 3.1.6 in an immutable sandbox with {@code trim_blocks}, {@code lstrip_blocks}, loop controls,
 * Hugging Face's {@code tojson} and {@code generation}, and a clock that stands still.
 */
class JinjaCasesTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 14, 9, 26, 53);

    @TestFactory
    Stream<DynamicTest> templatesDoWhatTheyDoInPython() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode recorded;
        try (InputStream in = JinjaCasesTest.class.getResourceAsStream("jinja-cases.json")) {
            recorded = json.readTree(in);
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        recorded.get("variables")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), json.convertValue(entry.getValue(), Object.class)));
        return recorded.get("cases")
                .valueStream()
                .map(one -> DynamicTest.dynamicTest(one.get("template").asString().strip(),
                        () -> check(one, variables)));
    }

    private static void check(JsonNode one, Map<String, Object> variables) {
        String source = one.get("template").asString();
        if (one.has("output")) {
            assertThat(ChatTemplate.of(source, () -> NOW).render(variables).string())
                    .isEqualTo(one.get("output").asString());
        } else {
            assertThatThrownBy(() -> ChatTemplate.of(source, () -> NOW).render(variables))
                    .isInstanceOf(TemplateError.class)
                    .hasMessageNotContaining("null");
        }
    }
}
