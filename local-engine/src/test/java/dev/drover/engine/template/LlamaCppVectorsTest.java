package dev.drover.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The templates that llama.cpp tests itself with. Four of its expectations are not what the templates say but what
 * llama.cpp makes of them, by code of its own for known templates or by putting the system message into the user's;
 * CPython's Jinja raises the same errors, and writes the same text, as this evaluator there.
 */
class LlamaCppVectorsTest {

    private static final Set<String> REWRITTEN = Set.of(
            "mistralai/Mistral-7B-Instruct-v0.2 (NOTE: Old pre-v1 without a system prompt)", "google/gemma-7b-it",
            "OrionStarAI/Orion-14B-Chat", "ai-sage/GigaChat-20B-A3B-instruct");

    @TestFactory
    Stream<DynamicTest> templatesRenderAsLlamaCppExpects() throws IOException {
        Path file = GoldenRendersTest.data().resolve("templates").resolve("llamacpp_chat_template_vectors.json.gz");
        assumeTrue(Files.exists(file), "no vectors at " + file);
        ObjectMapper json = new ObjectMapper();
        JsonNode vectors;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            vectors = json.readTree(in);
        }
        Object messages = json.convertValue(vectors.get("messages"), Object.class);
        return vectors.get("cases")
                .valueStream()
                .filter(one -> !REWRITTEN.contains(text(one, "name")))
                .map(one -> DynamicTest.dynamicTest(text(one, "name"), () -> check(one, messages)));
    }

    private static void check(JsonNode one, Object messages) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", messages);
        variables.put("add_generation_prompt", true);
        variables.put("bos_token", text(one, "bos_token"));
        variables.put("eos_token", text(one, "eos_token"));
        String jinja = text(one, "expected_output_jinja");
        assertThat(ChatTemplate.of(text(one, "template_str")).render(variables).string())
                .isEqualTo(jinja.isEmpty() ? text(one, "expected_output") : jinja);
    }

    private static String text(JsonNode one, String name) {
        return one.has(name) ? one.get(name).asString() : "";
    }
}
