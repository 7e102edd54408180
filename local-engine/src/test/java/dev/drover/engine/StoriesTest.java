package dev.drover.engine;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A trained model, converted by our own code, against logits and texts that others computed in double precision. */
class StoriesTest {

    @TempDir
    private Path folder = Path.of("");

    static Stream<KernelLevel> levels() {
        KernelLevel vector = KernelLevels.vector();
        return vector == null ? Stream.of(KernelLevels.scalar()) : Stream.of(KernelLevels.scalar(), vector);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void logitsAreTheGoldenOnes(KernelLevel level) throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2), level)) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, BlockFormats.F32));
            for (Golden golden : Golden.read()) {
                int[] ids = golden.ids();
                try (TokenSequence sequence = model.open(SequenceOptions.capacity(ids.length))) {
                    Logits logits = sequence.extend(ids, ids.length);
                    for (int token = 0; token < logits.size(); token++) {
                        assertThat((double) logits.at(ids.length - 1, token)).isCloseTo(golden.last()[token],
                                Offset.offset(1e-4));
                    }
                    for (int i = 0; i < golden.next().length; i++) {
                        assertThat(logProbability(logits, i, ids[i + 1])).isCloseTo(golden.next()[i],
                                Offset.offset(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void greedyTextsAreTheGoldenOnes(KernelLevel level) throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2), level)) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, BlockFormats.F32));
            for (Golden golden : Golden.read()) {
                assertThat(greedy(model, golden.ids(), 64)).containsExactly(golden.greedy());
            }
            int[] expected = Golden.fromBeginning();
            int[] story = greedy(model, new int[] {1}, expected.length);
            assertThat(story).containsExactly(expected);
            assertThat(text(model, story)).startsWith("Once upon a time, there was a little girl named Lily.");
        }
    }

    @Test
    void quantizedWeightsStayCloseToThePlainOnes() throws IOException {
        int[] ids = Golden.read().getFirst().ids();
        float[] plain = last(BlockFormats.F32, ids);
        assertThat(distance(last(BlockFormats.F16, ids), plain)).isLessThan(0.02);
        assertThat(distance(last(BlockFormats.Q8_0, ids), plain)).isLessThan(0.5);
        assertThat(distance(last(BlockFormats.Q4_0, ids), plain)).isLessThan(6);
    }

    private float[] last(BlockFormat format, int[] ids) throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1))) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, format));
            try (TokenSequence sequence = model.open(SequenceOptions.capacity(ids.length))) {
                return sequence.extend(ids, 1).row(0);
            }
        }
    }

    private static double distance(float[] first, float[] second) {
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i] - second[i]));
        }
        return largest;
    }

    private static int[] greedy(LocalModel model, int[] prompt, int count) {
        int[] answer = new int[count];
        try (TokenSequence sequence = model.open(SequenceOptions.capacity(prompt.length + count))) {
            int[] tokens = prompt;
            for (int i = 0; i < count; i++) {
                answer[i] = sequence.extend(tokens, 1).argmax(0);
                tokens = new int[] {answer[i]};
            }
        }
        return answer;
    }

    private static String text(LocalModel model, int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(new String(model.vocabulary().bytes(token), StandardCharsets.UTF_8));
        }
        return text.toString().strip();
    }

    private static double logProbability(Logits logits, int row, int token) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            sum += Math.exp(logits.at(row, i));
        }
        return logits.at(row, token) - Math.log(sum);
    }

    /**
     * What others computed with the model, a prompt.
     *
     * @param ids the prompt
     * @param next the log-probability of each token but the first
     * @param last the logits after the last
     * @param greedy the 64 most probable tokens that follow
     */
    private record Golden(int[] ids, double[] next, double[] last, int[] greedy) {

        static String text() throws IOException {
            Path path = TestModels.data("weights-stories260K").resolve("golden_numpy.json.gz");
            try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(path))) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        static List<Golden> read() throws IOException {
            String all = text();
            String runs = all.substring(all.indexOf("\"runs\""), all.indexOf("\"greedy_from_bos\""));
            List<Golden> golden = new ArrayList<>();
            for (String run : List.of(runs.split("\"text\"", -1)).subList(1, 4)) {
                golden.add(new Golden(ids(run, "ids"), numbers(run, "logprob_of_next"), numbers(run, "last_logits"),
                        ids(run, "greedy_64")));
            }
            return golden;
        }

        static int[] fromBeginning() throws IOException {
            String all = text();
            return ids(all.substring(all.indexOf("\"greedy_from_bos\"")), "ids");
        }

        private static int[] ids(String json, String key) {
            return Arrays.stream(numbers(json, key)).mapToInt(number -> (int) number).toArray();
        }

        private static double[] numbers(String json, String key) {
            int from = json.indexOf('[', json.indexOf("\"" + key + "\"")) + 1;
            String list = json.substring(from, json.indexOf(']', from));
            return Arrays.stream(list.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        }
    }
}
