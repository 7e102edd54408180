package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RotaryPlanTest {

    private static final int SIZE = 32;

    private final Random random = new Random(1);

    private static RotaryTable table(GgufWriter writer, float... factors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(bytes);
        try (GgufFile file = GgufFile.of("rope.gguf", bytes.toByteArray())) {
            return RotaryPlan.of(file.metadata(), "llama", 5_000, RotaryLayout.NEIGHBOURS).table(SIZE, factors);
        }
    }

    private static float[] turned(RotaryTable table, float[] values, int position) {
        table.reserve(position + 1);
        float[] turned = values.clone();
        table.turn(turned, 0, position);
        return turned;
    }

    private float[] vector() {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double product(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += (double) first[i] * second[i];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 255, 256, 4_999})
    void turningKeepsTheLengthOfEveryPairAndNothingTurnsAtTheBeginning(int position) throws IOException {
        RotaryTable table = table(new GgufWriter());
        float[] values = vector();
        float[] turned = turned(table, values, position);
        for (int i = 0; i < SIZE; i += 2) {
            assertThat(Math.hypot(turned[i], turned[i + 1])).isCloseTo(Math.hypot(values[i], values[i + 1]),
                    Offset.offset(1e-6));
        }
        assertThat(turned(table, values, 0)).isEqualTo(values);
    }

    @Test
    void aScoreDependsOnTheDistanceAlone() throws IOException {
        RotaryTable table = table(new GgufWriter().put("llama.rope.freq_base", 500_000f));
        for (int distance : new int[] {0, 1, 7, 100}) {
            float[] query = vector();
            float[] key = vector();
            double near = product(turned(table, query, distance), turned(table, key, 0));
            for (int shift : new int[] {1, 50, 1_000, 4_800}) {
                assertThat(product(turned(table, query, shift + distance), turned(table, key, shift))).isCloseTo(near,
                        Offset.offset(1e-4));
            }
        }
    }

    @Test
    void theAngleIsThatOfTheFormula() throws IOException {
        RotaryTable table = table(new GgufWriter());
        float[] values = new float[SIZE];
        for (int pair = 0; pair < SIZE / 2; pair++) {
            values[2 * pair] = 1;
            float[] turned = turned(table, values, 37);
            double angle = 37 * Math.pow(10_000, -2.0 * pair / SIZE);
            assertThat((double) turned[2 * pair]).isCloseTo(Math.cos(angle), Offset.offset(1e-6));
            assertThat((double) turned[2 * pair + 1]).isCloseTo(Math.sin(angle), Offset.offset(1e-6));
        }
    }

    @Test
    void linearScalingStretchesPositions() throws IOException {
        RotaryTable plain = table(new GgufWriter());
        RotaryTable scaled = table(
                new GgufWriter().put("llama.rope.scaling.type", "linear").put("llama.rope.scaling.factor", 4f));
        float[] values = vector();
        assertThat(turned(scaled, values, 400)).isEqualTo(turned(plain, values, 100));
    }

    @Test
    void factorsOfTheFileSlowTheirPairs() throws IOException {
        float[] factors = new float[SIZE / 2];
        java.util.Arrays.fill(factors, 8);
        float[] values = vector();
        assertThat(turned(table(new GgufWriter(), factors), values, 800))
                .isEqualTo(turned(table(new GgufWriter()), values, 100));
    }

    @Test
    void growingKeepsWhatWasKnownWhoeverAsks() throws Exception {
        RotaryTable whole = table(new GgufWriter());
        whole.reserve(3_000);
        RotaryTable grown = table(new GgufWriter());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int length = 1 + first * 17; length <= 3_000; length += 131) {
                    grown.reserve(length);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        grown.reserve(3_000);
        assertThat(java.util.Arrays.copyOf(grown.turns(), 3_000 * SIZE))
                .isEqualTo(java.util.Arrays.copyOf(whole.turns(), 3_000 * SIZE));
    }

    @Test
    void whatWouldTurnWronglyIsRefusedByKey() {
        refused("llama.rope.freq_base", new GgufWriter().put("llama.rope.freq_base", 0f));
        refused("llama.rope.freq_base", new GgufWriter().put("llama.rope.freq_base", Float.NaN));
        refused("llama.rope.scaling.type", new GgufWriter().put("llama.rope.scaling.type", "dynamic"));
        refused("llama.rope.scaling.factor", new GgufWriter().put("llama.rope.scaling.type", "linear"));
        for (float factor : new float[] {0, -1, Float.NaN}) {
            refused("llama.rope.scaling.factor",
                    new GgufWriter().put("llama.rope.scaling.type", "linear").put("llama.rope.scaling.factor", factor));
        }
    }

    private static void refused(String field, GgufWriter writer) {
        assertThatThrownBy(() -> table(writer)).isInstanceOfSatisfying(InvalidModelFile.class,
                refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
