package dev.drover.engine;

import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.ReferenceDecoder;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.token.Hook;
import dev.drover.inference.token.Hook.Way;
import dev.drover.inference.token.HookedSequence;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Hidden states are those of a reference in double precision, and what is done to them is done there too. */
@Timeout(120)
class HooksTest {

    private static final int WIDTH = TestModels.ODD.width();
    private static final int LAYERS = TestModels.ODD.layers();
    private static final int[] TOKENS = IntStream.range(0, 100).map(i -> (i * 37 + 5) % 290).toArray();

    @TempDir
    private Path folder = Path.of("");

    private static float[] random(int tokens, int seed) {
        Random random = new Random(seed);
        float[] values = new float[tokens * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Path file(String architecture) {
        return TestModels.varied(folder, architecture, TestModels.ODD, BlockFormats.F32, writer -> {
        });
    }

    private static LocalEngine engine(Limits limits) {
        return new LocalEngine(new EngineOptions(2, limits),
                Objects.requireNonNullElse(KernelLevels.vector(), KernelLevels.scalar()));
    }

    private static ReferenceDecoder reference(GgufFile file, String architecture) {
        ReferenceDecoder reference = new ReferenceDecoder(file, architecture);
        reference.used = 2;
        return reference;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mixtral"})
    void statesOfEveryLayerAreThoseOfTheReference(String model) throws IOException {
        double[][][] expected = new double[LAYERS + 1][][];
        try (GgufFile file = GgufFile.open(file(model)); LocalEngine engine = engine(Limits.standard())) {
            ReferenceDecoder reference = reference(file, "llama");
            reference.states = (layer,
                    x) -> expected[layer] = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
            reference.logits(TOKENS);
            try (HookedSequence sequence = engine.open("hooked", file(model))
                    .openHooked(SequenceOptions.capacity(200))) {
                sequence.extend(Arrays.copyOf(TOKENS, 10), 0);
                float[][] read = new float[LAYERS + 1][80 * WIDTH];
                List<Hook> hooks = IntStream.rangeClosed(0, LAYERS)
                        .<Hook>mapToObj(layer -> new Hook.Read(layer, 3, 83, read[layer]))
                        .toList();
                sequence.extend(Arrays.copyOfRange(TOKENS, 10, 100), 1, hooks);
                for (int layer = 0; layer <= LAYERS; layer++) {
                    for (int i = 0; i < read[layer].length; i++) {
                        assertThat((double) read[layer][i]).as("layer %d", layer)
                                .isCloseTo(expected[layer][13 + i / WIDTH][i % WIDTH], within(1e-3));
                    }
                }
            }
        }
    }

    @Test
    void changedStatesGiveTheLogitsOfTheReference() throws IOException {
        float[] replaced = random(1, 1);
        float[] added = random(4, 2);
        float[] fused = random(2, 3);
        List<Hook> hooks = List.of(new Hook.Write(1, 9, 10, Way.REPLACE, replaced),
                new Hook.Write(0, 20, 24, Way.ADD, added), new Hook.Write(2, 40, 42, Way.FUSE, fused),
                new Hook.Write(1, 9, 10, Way.ADD, replaced), new Hook.Write(LAYERS, 99, 100, Way.ADD, replaced));
        try (GgufFile file = GgufFile.open(file("llama")); LocalEngine engine = engine(Limits.standard())) {
            ReferenceDecoder reference = reference(file, "llama");
            double[] plain = reference.logits(TOKENS)[99];
            reference.states = (layer, x) -> {
                for (int i = 0; i < WIDTH; i++) {
                    x[9][i] = layer == 1 ? 2.0 * replaced[i] : x[9][i];
                    x[99][i] += layer == LAYERS ? replaced[i] : 0;
                    for (int t = 0; t < 4; t++) {
                        x[20 + t][i] += layer == 0 ? added[t * WIDTH + i] : 0;
                    }
                }
            };
            reference.fusion = (layer, token, x) -> {
                double[] sum = x.clone();
                for (int i = 0; i < WIDTH && layer == 2 && (token == 40 || token == 41); i++) {
                    sum[i] += fused[(token - 40) * WIDTH + i];
                }
                return sum;
            };
            double[] expected = reference.logits(TOKENS)[99];
            LocalModel model = engine.open("hooked", file("llama"));
            try (HookedSequence sequence = model.openHooked(SequenceOptions.capacity(200))) {
                float[] actual = sequence.extend(TOKENS, 1, hooks).row(0);
                double difference = 0;
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-3));
                    difference = Math.max(difference, Math.abs(actual[i] - plain[i]));
                }
                assertThat(difference).isGreaterThan(0.1);
            }
        }
    }

    private static float[] last(Logits logits) {
        return logits.row(logits.rows() - 1);
    }

    @Test
    void changesStayWithTheirSequenceWhateverBecomesOfItsState() throws IOException {
        List<Hook> hooks = List.of(new Hook.Write(1, 70, 71, Way.ADD, random(1, 4)));
        int[] more = {1, 2, 3};
        Path file = file("llama");
        float[] expected;
        float[] plain;
        try (LocalEngine engine = engine(Limits.standard())) {
            LocalModel model = engine.open("alone", file);
            try (HookedSequence hooked = model.openHooked(SequenceOptions.capacity(200));
                    TokenSequence other = model.open(SequenceOptions.capacity(200))) {
                hooked.extend(TOKENS, 0, hooks);
                expected = last(hooked.extend(more, 1));
                assertThat(other.extend(TOKENS, 1).rows()).isOne();
                assertThat(other.reused()).as("state from before the change is shared, none behind it")
                        .isLessThanOrEqualTo(64);
                plain = last(other.extend(more, 1));
                assertThat(plain).isNotEqualTo(expected);
                hooked.truncate(90);
                try (TokenSequence fork = hooked.fork()) {
                    fork.extend(Arrays.copyOfRange(TOKENS, 90, 100), 0);
                    assertThat(last(fork.extend(more, 1))).isEqualTo(expected);
                }
                hooked.truncate(70);
                hooked.extend(Arrays.copyOfRange(TOKENS, 70, 100), 0);
                assertThat(last(hooked.extend(more, 1))).as("dropped with its token").isEqualTo(plain);
            }
        }
        long block = 64L * LAYERS * 2 * 2 * 16 * Float.BYTES;
        try (LocalEngine engine = engine(new Limits(3 * block, block, CacheFormat.F32, 10, Duration.ofMillis(60)))) {
            LocalModel model = engine.open("tight", file);
            try (HookedSequence hooked = model.openHooked(SequenceOptions.capacity(180))) {
                hooked.extend(TOKENS, 0, hooks);
                try (TokenSequence other = model.open(SequenceOptions.capacity(180))) {
                    other.extend(IntStream.range(0, 150).toArray(), 1);
                    assertThat(engine.memory().preempted()).isPositive();
                }
                assertThat(last(hooked.extend(more, 1))).isEqualTo(expected);
            }
        }
    }

    @Test
    void hooksThatNameWhatIsNotThereAreRefused() throws IOException {
        try (LocalEngine engine = engine(Limits.standard())) {
            LocalModel model = engine.open("hooked", file("llama"));
            assertThat(model.width()).isEqualTo(WIDTH);
            try (HookedSequence sequence = model.openHooked(SequenceOptions.capacity(10))) {
                float[] one = new float[WIDTH];
                refused(sequence, new Hook.Read(4, 0, 1, one), "layer: 4 (expected: 0 to 3)");
                refused(sequence, new Hook.Write(3, 0, 1, Way.FUSE, one), "layer: 3 (expected: 0 to 2)");
                refused(sequence, new Hook.Read(0, 1, 3, new float[2 * WIDTH]),
                        "tokens: 1 to 3 (expected: some of the 2 that are appended)");
                refused(sequence, new Hook.Read(0, 0, 2, one), "values: 96 (expected: 192, 96 for each of 2 tokens)");
                assertThat(sequence.length()).isZero();
            }
        }
    }

    private static void refused(HookedSequence sequence, Hook hook, String message) {
        assertThatThrownBy(() -> sequence.extend(new int[] {1, 2}, 1, List.of(hook)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
