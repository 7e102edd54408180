package dev.drover.gateway.hub;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which files a name means. */
class ChoiceTest {

    private static final List<String> PATHS = List.of("story-1B.Q4_K_M.gguf", "story-1B.Q4_K_S.gguf",
            "story-1B.Q8_0.gguf", "mmproj-story-f16.gguf", "story.imatrix.gguf", "README.md",
            "BF16/story-BF16-00001-of-00002.gguf", "BF16/story-BF16-00002-of-00002.gguf",
            "F32/story-F32-00001-of-00002.gguf");

    private static List<String> chosen(String name) {
        return Choice.of(HubModel.parse(name), PATHS, "there");
    }

    @Test
    void aQuantizationIsAWholeWordOfThePath() {
        assertThat(chosen("a/b:Q4_K_M")).containsExactly("story-1B.Q4_K_M.gguf");
        assertThat(chosen("a/b:q8_0")).containsExactly("story-1B.Q8_0.gguf");
        assertThatThrownBy(() -> chosen("a/b:Q4_K")).hasMessageContaining("nothing of that name")
                .hasMessageContaining("a/b:story-1B.Q8_0.gguf");
    }

    @Test
    void aFileIsNamedWithOrWithoutItsFolder() {
        assertThat(chosen("a/b:story-1B.Q4_K_S.gguf")).containsExactly("story-1B.Q4_K_S.gguf");
        assertThat(chosen("a/b:story-BF16-00001-of-00002.gguf")).isEqualTo(chosen("a/b:BF16"));
    }

    @Test
    void severalFilesAreOneModelIfAllAreThere() {
        assertThat(chosen("a/b:BF16")).containsExactly("BF16/story-BF16-00001-of-00002.gguf",
                "BF16/story-BF16-00002-of-00002.gguf");
        assertThatThrownBy(() -> chosen("a/b:F32")).hasMessageContaining("nothing of that name");
    }

    @Test
    void theUsualOneIsTakenWhenNoneIsNamed() {
        assertThat(chosen("a/b")).containsExactly("story-1B.Q4_K_M.gguf");
        assertThat(Choice.of(HubModel.parse("a/b"), List.of("only.gguf"), "there")).containsExactly("only.gguf");
        assertThatThrownBy(() -> Choice.of(HubModel.parse("a/b"), List.of("x.gguf", "y.gguf"), "there"))
                .hasMessageContaining("several of that name")
                .hasMessageContaining("a/b:x.gguf, a/b:y.gguf");
    }

    @Test
    void companionsOfModelsAreNoModels() {
        assertThatThrownBy(() -> Choice.of(HubModel.parse("a/b"), List.of("mmproj-f16.gguf", "b.txt"), "there"))
                .hasMessageContaining("no model in GGUF");
    }

    @Test
    void theShortestNameMeansTheSameModel() {
        for (String first : Choice.models(PATHS).keySet()) {
            String name = Choice.shortest(first, PATHS);
            assertThat(Choice.of(new HubModel("a/b", "main", name), PATHS, "there")).first().isEqualTo(first);
        }
        assertThat(Choice.shortest("story-1B.Q8_0.gguf", PATHS)).isEqualTo("Q8_0");
        assertThat(Choice.shortest("BF16/story-BF16-00001-of-00002.gguf", PATHS)).isEqualTo("BF16");
    }

    @Test
    void namesAreReadAndWritten() {
        assertThat(HubModel.parse("a/b")).isEqualTo(new HubModel("a/b", "main", null));
        assertThat(HubModel.parse("a/b@refs/pr/1:Q4_0")).isEqualTo(new HubModel("a/b", "refs/pr/1", "Q4_0"))
                .hasToString("a/b@refs/pr/1:Q4_0");
        for (String wrong : List.of("a", "a/b/c", "../b", "a/..", "a/b@../x", "a/b:", "a b/c", "-a/b")) {
            assertThatThrownBy(() -> HubModel.parse(wrong)).as(wrong).hasMessageContaining("OWNER/NAME:Q4_K_M");
            assertThat(HubModel.names(wrong)).as(wrong).isFalse();
        }
        assertThat(HubModel.names("a/b:c.gguf")).isTrue();
        assertThat(HubModel.names("folder/c.gguf")).isFalse();
    }
}
