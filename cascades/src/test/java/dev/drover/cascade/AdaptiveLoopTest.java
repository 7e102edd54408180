package dev.drover.cascade;

import dev.drover.cascade.drafter.ModelDrafter;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The loop with block lengths that follow a clock which the test turns. */
class AdaptiveLoopTest {

    private static final int[] PROMPT = {2, 1};

    private final AtomicLong nanos = new AtomicLong();
    private final TableModel verifier = TableModel.random("large", 4, TableModel.NO_END, 1.2, 81);
    private final TableModel drafter = verifier.near("small", .8, 82);

    private static CascadeOptions adaptive(String rule) {
        return CascadeOptions.of(rule, Map.of("blockLength", "adaptive"));
    }

    private SpeculativeDecoding decoding(TableModel small, TableModel large, CascadeOptions options) {
        return new SpeculativeDecoding(new ModelDrafter(small), large, options, nanos::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless", "diff", "opt-log", "token-v3", "bild"})
    void theLawIsTheTargetsWhateverTheClockSays(String rule) {
        RandomGenerator moods = new SplittableRandom(83);
        drafter.beforeExtend = () -> nanos.addAndGet(moods.nextLong(1, 100));
        verifier.beforeExtend = () -> nanos.addAndGet(moods.nextLong(1, 400));
        CascadeOptions options = adaptive(rule);
        SpeculativeDecoding decoding = decoding(drafter, verifier, options);
        RandomGenerator random = new SplittableRandom(84);
        Map<String, Double> law = new Reference(drafter, verifier, options.deferral(), Shaping.NONE).law(PROMPT, 5);
        assertThat(ChiSquare.deviation(law, 8_000, () -> {
            try (TokenSource source = decoding.start(PROMPT, 5, Shaping.NONE, random)) {
                return Reference.letters(Reference.drain(source, 5, verifier));
            }
        })).isLessThan(4);
    }

    @Test
    void atTemperatureZeroTheAnswerIsThatOfAnyFixedLength() {
        drafter.beforeExtend = () -> nanos.addAndGet(10);
        verifier.beforeExtend = () -> nanos.addAndGet(100);
        List<Integer> fixed;
        try (TokenSource source = decoding(drafter, verifier, CascadeOptions.of("token-v3", null, 4)).start(PROMPT, 300,
                Shaping.GREEDY, new SplittableRandom(1))) {
            fixed = Reference.drain(source, 300, verifier);
        }
        try (TokenSource source = decoding(drafter, verifier, adaptive("token-v3")).start(PROMPT, 300, Shaping.GREEDY,
                new SplittableRandom(1))) {
            assertThat(Reference.drain(source, 300, verifier)).isEqualTo(fixed);
            assertThat(source.facts()).containsEntry("blockLength", "adaptive");
        }
    }

    @Test
    void aDearDrafterIsLeftAloneAndACheapOneIsUsed() {
        drafter.beforeExtend = () -> nanos.addAndGet(1_500);
        verifier.beforeExtend = () -> nanos.addAndGet(1_000);
        SpeculativeDecoding decoding = decoding(drafter, verifier, adaptive("lossless"));
        assertThat(draftsOf(decoding)).as("a step dearer than a pass").isLessThan(200);
        drafter.beforeExtend = () -> nanos.addAndGet(10);
        draftsOf(decoding);
        assertThat(draftsOf(decoding)).as("cheap again").isGreaterThan(1_000);
    }

    /** How many tokens are drafted for an answer of 1,500. */
    private int draftsOf(SpeculativeDecoding decoding) {
        try (TokenSource source = decoding.start(PROMPT, 1_500, Shaping.GREEDY, new SplittableRandom(1))) {
            Reference.drain(source, 1_500, verifier);
            return Reference.count(source, "drafted");
        }
    }
}
