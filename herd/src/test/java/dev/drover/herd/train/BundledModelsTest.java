package dev.drover.herd.train;

import dev.drover.herd.vocabulary.HerdTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is bundled is what its cards describe. */
class BundledModelsTest {

    private static final Path MODELS = Path.of("src", "main", "resources", "dev", "drover", "herd", "models");
    private static final Path CARDS = Path.of("cards");

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".gguf")).sorted().toList();
        }
    }

    private static String name(Path model) {
        return String.valueOf(model.getFileName()).replace(".gguf", "");
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aCardNamesTheHashesOfItsModelAndTokenizer(Path model) throws IOException, NoSuchAlgorithmException {
        String tokenizer = HerdTokenizer.bundled().serialized();
        assertThat(CARDS.resolve(name(model) + ".md")).content()
                .contains("| model file | `" + sha256(Files.readAllBytes(model)) + "` |",
                        "| tokenizer | `" + sha256(tokenizer.getBytes(StandardCharsets.UTF_8)) + "` |");
        assertThat(CARDS.resolve(name(model) + ".svg")).content().contains("<svg");
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelHasTheShapeOfItsRecipe(Path model) throws IOException {
        Recipe recipe = Recipe.named(name(model));
        float[] weights = ModelFile.read(model, recipe.shape()).weights();
        assertThat(weights).hasSize(recipe.shape().parameters());
    }

    @Test
    void allWeightsTogetherStayBelowTwentyFourMebibytes() throws IOException {
        long bytes = 0;
        for (Path model : models()) {
            bytes += Files.size(model);
        }
        assertThat(bytes).isPositive().isLessThan(24L << 20);
    }
}
