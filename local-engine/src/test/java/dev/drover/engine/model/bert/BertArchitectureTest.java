package dev.drover.engine.model.bert;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Encoders;
import dev.drover.engine.network.EncoderNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BertArchitectureTest {

    private static GgufFile file(GgufWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return GgufFile.of("bert.gguf", bytes.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "false, 3", "true, 1", "true, 2"})
    void vectorsAreThoseOfTheReference(boolean rotary, int pooling) {
        try (GgufFile file = file(BertFiles.write(rotary, pooling))) {
            EncoderNetwork network = Encoders.load(file, KernelLevels.chosen());
            ReferenceEncoder reference = new ReferenceEncoder(file, BertFiles.WIDTH, BertFiles.LAYERS, BertFiles.HEADS,
                    rotary);
            for (int length : new int[] {1, 2, 9, 70}) {
                int[] tokens = new int[length];
                Arrays.setAll(tokens, i -> 4 + i * 13 % 50);
                double[] expected = pooled(reference.run(tokens), pooling);
                float[] vector = network.embed(tokens);
                double length2 = 0;
                for (int i = 0; i < BertFiles.WIDTH; i++) {
                    assertThat(Math.abs(vector[i] - expected[i])).isLessThan(1e-5);
                    length2 += (double) vector[i] * vector[i];
                }
                assertThat(Math.abs(length2 - 1)).isLessThan(1e-5);
            }
        }
    }

    private static double[] pooled(double[][] all, int pooling) {
        double[] sum = new double[BertFiles.WIDTH];
        for (int t = 0; t < all.length; t++) {
            boolean counts = pooling == 1 || (pooling == 2 && t == 0) || (pooling == 3 && t == all.length - 1);
            for (int i = 0; i < sum.length && counts; i++) {
                sum[i] += all[t][i];
            }
        }
        double length = Math.sqrt(Arrays.stream(sum).map(each -> each * each).sum());
        return Arrays.stream(sum).map(each -> each / length).toArray();
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        refused("bert.pooling_type", writer -> writer.put("bert.pooling_type", 4));
        refused("bert.attention.layer_norm_epsilon", writer -> writer.put("bert.attention.layer_norm_epsilon", 0f));
        refused("bert.attention.causal", writer -> writer.put("bert.attention.causal", true));
        refused("bert.attention.head_count", writer -> writer.put("bert.attention.key_length", 10));
        refused("tensor position_embd.weight", writer -> writer.put("bert.context_length", 97));
        refused("tensor cls.weight", writer -> writer.tensor("cls.weight", BlockFormats.F32, new float[2], 2));
        refused("general.architecture", writer -> writer.put("general.architecture", "llama"));
    }

    private static void refused(String field, Consumer<GgufWriter> change) {
        GgufWriter writer = BertFiles.write(false, 1);
        change.accept(writer);
        try (GgufFile file = file(writer)) {
            assertThatThrownBy(() -> Encoders.load(file, KernelLevels.scalar())).isInstanceOfSatisfying(
                    InvalidModelFile.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
        }
    }

    @Test
    void aTextOfNoTokensOrTooManyIsRefused() {
        try (GgufFile file = file(BertFiles.write(false, 1))) {
            EncoderNetwork network = Encoders.load(file, KernelLevels.scalar());
            assertThatThrownBy(() -> network.embed(new int[0])).hasMessageContaining("tokens: 0");
            assertThatThrownBy(() -> network.embed(new int[97])).hasMessageContaining("expected: 1 to 96");
        }
    }
}
