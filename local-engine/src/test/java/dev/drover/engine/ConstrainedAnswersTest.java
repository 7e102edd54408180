package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import dev.drover.inference.json.JsonReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A trained model that has read nothing but stories answers in the form that is asked for. */
@Timeout(120)
class ConstrainedAnswersTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":12},"
            + "\"age\":{\"type\":\"integer\",\"minimum\":3,\"maximum\":12},\"likes\":{\"type\":\"array\",\"items\":"
            + "{\"enum\":[\"cats\",\"rain\"]},\"minItems\":1,\"maxItems\":3}},\"required\":[\"name\",\"age\",\"likes\"]}";

    @TempDir
    private Path folder = Path.of("");

    private List<AnswerPart> answer(AnswerFormat format, Integer logprobs, int limit, long seed) {
        try (LocalEngine engine = LocalEngine.standard()) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, BlockFormats.Q8_0));
            AnswerOptions options = new AnswerOptions(ToolUse.NONE, format, 1, logprobs, null, null, List.of());
            return new LocalModelClient(model).stream(ChatRequest.of("stories", "Once upon a time")
                    .withSampling(new Sampling(1.0, null, null, null, seed))
                    .withMaxTokens(limit)
                    .withOptions(options)).collectList().block(Duration.ofSeconds(100));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static String text(List<AnswerPart> parts) {
        return parts.stream()
                .filter(AnswerPart.Text.class::isInstance)
                .map(part -> ((AnswerPart.Text) part).text())
                .collect(Collectors.joining());
    }

    private static String reason(List<AnswerPart> parts) {
        return parts.stream()
                .filter(AnswerPart.Finish.class::isInstance)
                .map(part -> ((AnswerPart.Finish) part).reason())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSchemaIsFollowedWhateverTheModelWouldSay() {
        for (int seed = 0; seed < 4; seed++) {
            List<AnswerPart> parts = answer(new AnswerFormat.Schema("child", null, SCHEMA, true), null, 200, seed);
            Map<String, Object> child = JsonReader.object(text(parts));
            assertThat(child.keySet()).containsExactly("name", "age", "likes");
            assertThat((String) child.get("name")).hasSizeLessThanOrEqualTo(12);
            assertThat((BigDecimal) child.get("age")).isBetween(new BigDecimal(3), new BigDecimal(12));
            assertThat((List<?>) child.get("likes")).isNotEmpty()
                    .hasSizeLessThanOrEqualTo(3)
                    .allMatch(List.of("cats", "rain")::contains);
            assertThat(reason(parts)).isEqualTo("stop");
        }
    }

    @Test
    void aGrammarIsFollowedAndALimitCutsIt() {
        AnswerFormat grammar = new AnswerFormat.Grammar("root ::= (\"Lily \" | \"Tom \") (\"and \" root | \"ran.\")");
        assertThat(text(answer(grammar, null, 100, 1))).matches("((Lily|Tom) and )*(Lily|Tom) ran\\.");
        List<AnswerPart> cut = answer(new AnswerFormat.Grammar("root ::= [a-z ]+ \".\""), null, 3, 1);
        assertThat(reason(cut)).isEqualTo("length");
    }

    @Test
    void likelihoodsAreOfTheTokensThatMayBe() {
        List<AnswerPart> parts = answer(new AnswerFormat.Grammar("root ::= [01] [01]"), 5, 10, 1);
        List<Map<String, Object>> told = parts.stream()
                .filter(AnswerPart.Logprobs.class::isInstance)
                .map(part -> JsonReader.object(((AnswerPart.Logprobs) part).json()))
                .toList();
        assertThat(told).hasSize(2);
        for (Map<String, Object> one : told) {
            Map<?, ?> token = (Map<?, ?>) ((List<?>) one.get("content")).getFirst();
            List<?> others = (List<?>) token.get("top_logprobs");
            assertThat(others).as("two digits, each also as a byte").hasSize(4);
            double sum = others.stream()
                    .mapToDouble(other -> Math.exp(((BigDecimal) ((Map<?, ?>) other).get("logprob")).doubleValue()))
                    .sum();
            assertThat(sum).isCloseTo(1, within(1e-6));
            assertThat(others).anyMatch(other -> ((Map<?, ?>) other).get("token").equals(token.get("token")));
        }
        assertThatThrownBy(() -> answer(AnswerFormat.TEXT, 21, 10, 1)).isInstanceOf(InferenceFailure.Rejected.class)
                .hasMessageContaining("top_logprobs: 21 (expected: at most 20)");
    }
}
