package dev.drover.engine.machinecode;

import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTest {

    @Test
    void aFeatureCountsWhenAllCoresHaveIt() {
        Processor processor = Processor.parse("""
                processor\t: 0
                flags\t\t: fpu  avx512f avx512_vnni
                bugs\t\t: none

                processor\t: 1
                flags\t\t: fpu avx512f
                """);
        assertThat(processor.features()).containsExactlyInAnyOrder("fpu", "avx512f");
        assertThat(processor.lacks(Set.of("avx512f", "avx512_vnni"))).containsExactly("avx512_vnni");
    }

    @Test
    void aTextWithoutFeaturesHasNone() {
        assertThat(Processor.parse("Features : asimd\nflag\nflags").features()).isEmpty();
        assertThat(Processor.parse("flags :\n").lacks(Set.of("avx512f"))).containsExactly("avx512f");
    }
}
