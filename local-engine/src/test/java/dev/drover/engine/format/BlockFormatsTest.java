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
        assertThatThrownBy(() -> BlockFormats.named("q7_k")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format: q7_k (expected: one of f32, f16, bf16, q8_0, q4_0, q4_1, q5_0, q5_1, q2_k, q3_k, "
                        + "q4_k, q5_k, q6_k, iq4_nl, mxfp4)");
        assertThat(BlockFormats.byId(9)).isNull();
    }
}
