package dev.drover.engine.format;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlockFormatsTest {

    @Test
    void namesAndNumbersAreUnique() {
        assertThat(BlockFormats.all()).extracting(BlockFormat::name).doesNotHaveDuplicates();
        assertThat(BlockFormats.all()).extracting(BlockFormat::id).doesNotHaveDuplicates();
    }

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(BlockFormats.named("Q8_0")).isSameAs(BlockFormats.Q8_0);
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> BlockFormats.named("q5_k")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format: q5_k (expected: one of f32, f16, q8_0, q4_0)");
        assertThat(BlockFormats.byId(12)).isNull();
    }
}
