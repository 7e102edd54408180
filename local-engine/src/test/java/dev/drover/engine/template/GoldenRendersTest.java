package dev.drover.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Templates of real models against what the original Jinja makes of them, errors included. */
class GoldenRendersTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 14, 9, 26, 53);

    @TestFactory
    Stream<DynamicTest> templatesRenderAsTheOriginalRendersThem() throws IOException {
        Path folder = data().resolve("templates");
        assumeTrue(Files.isDirectory(folder), "no golden renders at " + folder);
        JsonNode golden;
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(folder.resolve("jinja2_golden_renders.json.gz")))) {
            golden = new ObjectMapper().readTree(in);
        }
        return golden.get("results")
                .valueStream()
                .map(result -> DynamicTest.dynamicTest(
                        result.get("template").asString() + " " + result.get("case").asString(),
                        () -> check(folder.resolve("jinja").resolve(result.get("template").asString()), golden,
                                result)));
    }

    private static void check(Path file, JsonNode golden, JsonNode result) throws IOException {
        ChatTemplate template = ChatTemplate.of(Files.readString(file), () -> NOW);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("bos_token", golden.get("bos_token").asString());
        variables.put("eos_token", golden.get("eos_token").asString());
        golden.get("inputs")
                .get(result.get("case").asString())
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), plain(entry.getValue())));
        if (result.has("output")) {
            assertThat(template.render(variables).string()).isEqualTo(result.get("output").asString());
        } else {
            assertThatThrownBy(() -> template.render(variables)).isInstanceOf(TemplateError.class);
        }
    }

    private static Object plain(JsonNode node) {
        return new ObjectMapper().convertValue(node, Object.class);
    }

    static Path data() {
        String named = System.getenv("DROVER_DATA");
        if (named != null) {
            return Path.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path data = folder.resolveSibling("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return Path.of("shared", "data");
    }

}
