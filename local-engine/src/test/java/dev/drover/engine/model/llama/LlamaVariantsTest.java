package dev.drover.engine.model.llama;

import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.crew.Member;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Everything a Llama file may vary, against the network of the test: shapes, the head, norms, rotary settings. */
class LlamaVariantsTest {

    private static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2, 6, 0, 10};

    /**
     * A network to be written with random weights.
     *
     * @param change what else its file says
     */
    private record Variant(String name, int width, int heads, int keyHeads, int headSize, int hidden, int vocabulary,
            boolean tied, UnaryOperator<GgufWriter> change) {

        @Override
        public String toString() {
            return name;
        }

        GgufFile file() {
            Random random = new Random(name.hashCode());
            GgufWriter writer = change.apply(new GgufWriter().put("general.architecture", "llama")
                    .put("llama.context_length", 64)
                    .put("llama.embedding_length", width)
                    .put("llama.block_count", 2)
                    .put("llama.feed_forward_length", hidden)
                    .put("llama.attention.head_count", heads)
                    .put("llama.attention.head_count_kv", keyHeads)
                    .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                    .put("llama.attention.key_length", headSize));
            matrix(writer, random, "token_embd.weight", vocabulary, width);
            for (String layer : List.of("blk.0.", "blk.1.")) {
                vector(writer, random, layer + "attn_norm.weight");
                matrix(writer, random, layer + "attn_q.weight", heads * headSize, width);
                matrix(writer, random, layer + "attn_k.weight", keyHeads * headSize, width);
                matrix(writer, random, layer + "attn_v.weight", keyHeads * headSize, width);
                matrix(writer, random, layer + "attn_output.weight", width, heads * headSize);
                vector(writer, random, layer + "ffn_norm.weight");
                matrix(writer, random, layer + "ffn_gate.weight", hidden, width);
                matrix(writer, random, layer + "ffn_up.weight", hidden, width);
                matrix(writer, random, layer + "ffn_down.weight", width, hidden);
            }
            vector(writer, random, "output_norm.weight");
            if (!tied) {
                matrix(writer, random, "output.weight", vocabulary, width);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                writer.write(bytes);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            return GgufFile.of(name, bytes.toByteArray());
        }

        private void vector(GgufWriter writer, Random random, String tensor) {
            float[] values = new float[width];
            for (int i = 0; i < width; i++) {
                values[i] = 0.5f + random.nextFloat();
            }
            writer.tensor(tensor, BlockFormats.F32, values, width);
        }

        private static void matrix(GgufWriter writer, Random random, String tensor, int rows, int columns) {
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() / Math.sqrt(columns));
            }
            writer.tensor(tensor, BlockFormats.F32, values, columns, rows);
        }
    }

    private static Variant variant(String name, int width, int heads, int keyHeads, int headSize, int hidden) {
        return new Variant(name, width, heads, keyHeads, headSize, hidden, 11, false, UnaryOperator.identity());
    }

    private static Variant with(String name, UnaryOperator<GgufWriter> change) {
        return new Variant(name, 24, 4, 2, 6, 40, 11, false, change);
    }

    private static final Variant PLAIN = with("plain", UnaryOperator.identity());

    static Stream<Variant> variants() {
        float[] factors = {1, 3, 8};
        return Stream.of(PLAIN, variant("one head", 8, 1, 1, 8, 12), variant("heads of two", 6, 3, 1, 2, 5),
                variant("heads wider than the width", 10, 4, 2, 12, 7),
                variant("heads narrower than the width", 34, 3, 3, 4, 33), variant("width of one", 1, 1, 1, 2, 1),
                new Variant("tied head", 20, 2, 1, 10, 30, 13, true, UnaryOperator.identity()),
                with("another base", writer -> writer.put("llama.rope.freq_base", 100f)),
                with("scaled positions",
                        writer -> writer.put("llama.rope.scaling.type", "linear")
                                .put("llama.rope.scaling.factor", 2.5f)),
                with("factors", writer -> writer.tensor("rope_freqs.weight", BlockFormats.F32, factors, 3)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void logitsAreThoseOfTheReference(Variant variant) {
        try (GgufFile file = variant.file()) {
            double[][] expected = new LlamaReference(file).logits(TOKENS);
            float[][] actual = logits(Architectures.load(file, KernelLevels.chosen()), TOKENS, TOKENS);
            for (int t = 0; t < TOKENS.length; t++) {
                for (int i = 0; i < variant.vocabulary(); i++) {
                    assertThat(Math.abs(actual[t][i] - expected[t][i])).as("token %d", t).isLessThan(1e-4);
                }
                assertThat(actual[t]).as("the second of two sequences in a pass").isEqualTo(actual[TOKENS.length + t]);
            }
        }
    }

    @Test
    void aSequenceGetsTheSameBitsWhateverElseIsInItsPass() {
        try (GgufFile file = PLAIN.file()) {
            Network network = Architectures.load(file, KernelLevels.chosen());
            float[][] alone = logits(network, TOKENS);
            Random random = new Random(1);
            for (int round = 0; round < 20; round++) {
                int[] other = random.ints(1 + random.nextInt(20), 0, 11).toArray();
                float[][] first = logits(network, TOKENS, other);
                float[][] second = logits(network, other, TOKENS);
                for (int t = 0; t < TOKENS.length; t++) {
                    assertThat(first[t]).isEqualTo(alone[t]);
                    assertThat(second[other.length + t]).isEqualTo(alone[t]);
                }
            }
        }
    }

    @Test
    void whatComesLaterDoesNotChangeWhatCameBefore() {
        try (GgufFile file = PLAIN.file()) {
            Network network = Architectures.load(file, KernelLevels.chosen());
            float[][] whole = logits(network, TOKENS);
            int[] changed = TOKENS.clone();
            changed[6] = 7;
            float[][] other = logits(network, changed);
            assertThat(Arrays.copyOf(other, 6)).isDeepEqualTo(Arrays.copyOf(whole, 6));
            assertThat(other[6]).isNotEqualTo(whole[6]);
            assertThat(other[9]).isNotEqualTo(whole[9]);
        }
    }

    @Test
    void sizesThatAreNoSizesAreRefusedByKey() {
        refused("llama.embedding_length", "llama.embedding_length", 0);
        refused("llama.embedding_length", "llama.embedding_length", 1 << 25);
        refused("llama.block_count", "llama.block_count", 0);
        refused("llama.block_count", "llama.block_count", 1_025);
        refused("llama.attention.head_count", "llama.attention.head_count", 0);
        refused("llama.attention.head_count_kv", "llama.attention.head_count_kv", 0);
        refused("llama.attention.head_count_kv", "llama.attention.head_count_kv", new int[] {2, 2});
        refused("llama.attention.key_length", "llama.attention.key_length", 7);
        refused("llama.attention.key_length", "llama.attention.key_length", 0);
        refused("llama.attention.key_length", "llama.attention.key_length", 8_192);
        refused("llama.attention.value_length", "llama.attention.value_length", 8);
        refused("llama.context_length", "llama.context_length", -5);
        refused("llama.context_length", "llama.context_length", "long");
        refused("llama.feed_forward_length", "llama.feed_forward_length", 1L << 40);
        refused("llama.attention.layer_norm_rms_epsilon", "llama.attention.layer_norm_rms_epsilon", Float.NaN);
        refused("llama.attention.layer_norm_rms_epsilon", "llama.attention.layer_norm_rms_epsilon", 0f);
        refused("tensor blk.0.attn_q.weight", "llama.attention.key_length", 8);
        refused("tensor blk.0.attn_k.weight", "llama.attention.head_count_kv", 4);
        refused("tensor blk.0.ffn_gate.weight", "llama.feed_forward_length", 41);
        refused("tensor blk.1.attn_norm.weight", "llama.block_count", 1);
    }

    private static void refused(String field, String key, Object value) {
        try (GgufFile file = with("refused", writer -> writer.put(key, value)).file()) {
            assertThatThrownBy(() -> Architectures.load(file, KernelLevels.chosen())).as("%s %s", key, value)
                    .isInstanceOfSatisfying(InvalidModelFile.class,
                            refusal -> assertThat(refusal.field()).isEqualTo(field));
        }
    }

    /** The logits of all tokens of some sequences that go through one pass. */
    private static float[][] logits(Network network, int[]... sequences) {
        ForwardPass pass = network.newPass(1);
        for (int[] tokens : sequences) {
            KeyValueCache cache = new KeyValueCache(network.cacheShape());
            cache.reserve(tokens.length);
            for (int t = 0; t < tokens.length; t++) {
                pass.batch().add(cache, t, tokens[t], true);
            }
        }
        pass.prepare(() -> false);
        pass.run(Member.ALONE);
        int size = network.vocabularySize();
        float[][] logits = new float[pass.batch().rows()][];
        Arrays.setAll(logits, row -> Arrays.copyOfRange(pass.logits(), row * size, (row + 1) * size));
        return logits;
    }
}
