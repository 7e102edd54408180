package dev.drover.engine.template;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The language, feature by feature, against what CPython's Jinja makes of the same templates and variables. The file was
 * recorded with jinja2 3.1.6 in an immutable sandbox with {@code trim_blocks}, {@code lstrip_blocks}, loop controls,
 * Hugging Face's {@code tojson} and {@code generation}, and a clock that stands still.
 */
class JinjaCasesTest {

    @TestFactory
    Stream<DynamicTest> templatesDoWhatTheyDoInPython() {
        return Rendered.RECORDED.get("cases")
                .valueStream()
                .map(one -> DynamicTest.dynamicTest(one.get("template").asString().strip(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        String source = one.get("template").asString();
        if (one.has("output")) {
            assertThat(Rendered.text(source)).isEqualTo(one.get("output").asString());
        } else {
            assertThatThrownBy(() -> Rendered.text(source)).isInstanceOf(TemplateError.class)
                    .hasMessageNotContaining("null");
        }
    }
}
