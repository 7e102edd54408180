package dev.drover.herd.mixture;

import dev.drover.herd.vocabulary.HerdTokenizer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratorHashTest {

    @Test
    void namesTheSameGeneratorsTheSame() {
        String hash = GeneratorHash.of(HerdTokenizer.bundled());

        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(GeneratorHash.of(HerdTokenizer.bundled()));
    }
}
