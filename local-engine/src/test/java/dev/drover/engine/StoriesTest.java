package dev.drover.engine;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.template.JsonGolden;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Golden golden = Golden.read();
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2), level)) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, BlockFormats.F32));
            for (Map<String, ?> run : golden.runs()) {
                int[] ids = Golden.ids(run.get("ids"));
                assertThat(model.prompt(String.valueOf(run.get("text")))).isEqualTo(ids);
                double[] expected = Golden.numbers(run.get("last_logits"));
                double[] next = Golden.numbers(run.get("logprob_of_next"));
                try (TokenSequence sequence = model.open(SequenceOptions.capacity(ids.length))) {
                    Logits logits = sequence.extend(ids, ids.length);
                    for (int token = 0; token < expected.length; token++) {
                        assertThat((double) logits.at(ids.length - 1, token)).isCloseTo(expected[token],
                                Offset.offset(1e-4));
                    }
                    for (int i = 0; i < next.length; i++) {
                        assertThat(logProbability(logits, i, ids[i + 1])).isCloseTo(next[i], Offset.offset(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void greedyTextsAreTheGoldenOnes(KernelLevel level) throws IOException {
        Golden golden = Golden.read();
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2), level)) {
            LocalModel model = engine.open("stories", TestModels.stories(folder, BlockFormats.F32));
            for (Map<String, ?> run : golden.runs()) {
                List<Integer> answer = greedy(model, Golden.ids(run.get("ids")), 64);
                assertThat(answer).containsExactlyElementsOf(Golden.list(run.get("greedy_64")));
            }
            List<Integer> story = greedy(model, new int[] {1}, Golden.list(golden.fromBeginning().get("ids")).size());
            assertThat(story).containsExactlyElementsOf(Golden.list(golden.fromBeginning().get("ids")));
            assertThat(text(model, story)).startsWith("Once upon a time, there was a little girl named Lily.");
        }
    }

    @Test
    void quantizedWeightsStayCloseToThePlainOnes() throws IOException {
        int[] ids = Golden.ids(Golden.read().runs().getFirst().get("ids"));
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

    private static List<Integer> greedy(LocalModel model, int[] prompt, int count) {
        List<Integer> answer = new ArrayList<>();
        try (TokenSequence sequence = model.open(SequenceOptions.capacity(prompt.length + count))) {
            int[] tokens = prompt;
            while (answer.size() < count) {
                tokens = new int[] {sequence.extend(tokens, 1).argmax(0)};
                answer.add(tokens[0]);
            }
        }
        return answer;
    }

    private static String text(LocalModel model, List<Integer> tokens) {
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

    /** What others computed. */
    private record Golden(Map<String, ?> root) {

        static Golden read() throws IOException {
            Path path = TestModels.data("weights-stories260K").resolve("golden_numpy.json.gz");
            try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(path))) {
                return new Golden(map(JsonGolden.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8))));
            }
        }

        List<Map<String, ?>> runs() {
            List<Map<String, ?>> runs = new ArrayList<>();
            for (Object run : (List<?>) root.get("runs")) {
                runs.add(map(run));
            }
            return runs;
        }

        Map<String, ?> fromBeginning() {
            return map(root.get("greedy_from_bos"));
        }

        static List<Integer> list(Object value) {
            List<Integer> numbers = new ArrayList<>();
            for (Object number : (List<?>) value) {
                numbers.add(((Number) number).intValue());
            }
            return numbers;
        }

        static int[] ids(Object value) {
            return list(value).stream().mapToInt(Integer::intValue).toArray();
        }

        static double[] numbers(Object value) {
            return ((List<?>) value).stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
        }

        @SuppressWarnings("unchecked")
        private static Map<String, ?> map(Object value) {
            return (Map<String, ?>) value;
        }
    }
}
