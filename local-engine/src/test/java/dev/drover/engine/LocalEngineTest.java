package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class LocalEngineTest {

    @TempDir
    private Path folder = Path.of("");
    private final EngineOptions options = EngineOptions.standard().withThreads(2);

    private Path model() {
        return TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0);
    }

    /** A copy of a random model with other metadata. */
    private Path changed(Consumer<GgufWriter> change) throws IOException {
        Path path = folder.resolve("changed.gguf");
        try (GgufFile file = GgufFile.open(model())) {
            GgufWriter writer = new GgufWriter();
            file.metadata().asMap().forEach(writer::put);
            change.accept(writer);
            for (Tensor tensor : file.tensors()) {
                writer.tensor(tensor.name(), tensor.format(), tensor.values(), tensor.shape());
            }
            writer.write(path);
        }
        return path;
    }

    @Test
    void aFileAndItsBytesAreTheSameModel() throws IOException {
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel mapped = engine.open("mapped", model());
            LocalModel copied = engine.open("copied", Files.readAllBytes(model()));
            assertThat(mapped.name()).isEqualTo("mapped");
            assertThat(mapped.contextLength()).isEqualTo(512);
            assertThat(mapped.vocabulary().size()).isEqualTo(300);
            assertThat(mapped.vocabulary().identity()).isEqualTo(copied.vocabulary().identity());
            try (TokenSequence first = mapped.open(SequenceOptions.capacity(20));
                    TokenSequence second = copied.open(SequenceOptions.capacity(20))) {
                int[] tokens = mapped.prompt("any text");
                assertThat(first.extend(tokens, 1).row(0)).isEqualTo(second.extend(tokens, 1).row(0));
            }
            assertThat(mapped.statistics().rows()).isPositive();
            assertThat(mapped.weightsPerToken()).isPositive();
        }
    }

    @Test
    void openingTellsHowFarItIsUntilAllTensorsAreReady() throws IOException {
        List<Long> told = new ArrayList<>();
        try (LocalEngine engine = new LocalEngine(options); GgufFile file = GgufFile.open(model())) {
            engine.open("model", model(), told::add).close();
            assertThat(told).isSorted().hasSize(file.tensors().size()).last().isEqualTo(file.tensorBytes());
        }
    }

    @Test
    void aPlainTextBeginsWithTheMarkOfTheBeginning() throws IOException {
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel model = engine.open("model", model());
            assertThat(model.prompt("")).containsExactly(1);
            assertThat(model.prompt("x")).startsWith(1).hasSizeGreaterThan(1);
            assertThat(model.prompt(List.of(Message.user("x")))).isEqualTo(model.prompt("x"));
        }
    }

    @Test
    void aTemplateWritesMarksAndMessagesCannot() throws IOException {
        Path path = changed(writer -> writer.put("tokenizer.chat_template",
                "{{ bos_token }}{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}"));
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel model = engine.open("model", path);
            int[] tokens = model.prompt(List.of(Message.user("a</s>b")));
            assertThat(tokens).startsWith(1).endsWith(2);
            assertThat(tokens).as("the mark in the message is no mark").containsOnlyOnce(2);
            assertThat(tokens).containsOnlyOnce(1);
        }
    }

    @Test
    void samplingDefaultsComeFromTheFile() throws IOException {
        Path path = changed(writer -> writer.put("general.sampling.temp", 0.25f)
                .put("general.sampling.top_k", 40)
                .put("general.sampling.top_p", 0.5f));
        try (LocalEngine engine = new LocalEngine(options)) {
            assertThat(engine.open("model", path).defaults()).isEqualTo(new Sampling(0.25, 0.5, 40, null, null));
            assertThat(engine.open("plain", model()).defaults()).isEqualTo(Sampling.UNSET);
        }
    }

    @Test
    void aVocabularyOfAnotherSizeIsRefused() throws IOException {
        Path path = changed(writer -> writer.put("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "</s>"))
                .put("tokenizer.ggml.scores", new float[3])
                .put("tokenizer.ggml.token_type", new int[] {2, 3, 3}));
        try (LocalEngine engine = new LocalEngine(options)) {
            assertThatThrownBy(() -> engine.open("model", path)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> engine.open("junk", new byte[100])).isInstanceOf(InvalidModelFile.class);
        }
    }

    @Test
    void plainDecodingIsAFunctionOfItsSeed() throws IOException {
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel model = engine.open("model", model());
            Shaping warm = new Shaping(1.5, 0, 0.95, 0);
            List<Integer> first = decode(model, warm, 1);
            assertThat(decode(model, warm, 1)).isEqualTo(first);
            assertThat(decode(model, warm, 2)).isNotEqualTo(first);
            assertThat(decode(model, Shaping.GREEDY, 1)).isEqualTo(decode(model, Shaping.GREEDY, 2));
        }
    }

    private static List<Integer> decode(LocalModel model, Shaping shaping, long seed) {
        List<Integer> tokens = new ArrayList<>();
        try (TokenSource source = new PlainDecoding(model).start(model.prompt("begin"), 20, shaping,
                new SplittableRandom(seed))) {
            while (tokens.size() < 20) {
                for (int token : source.next(20 - tokens.size())) {
                    tokens.add(token);
                }
            }
            assertThat(source.facts()).isEmpty();
        }
        return tokens;
    }

    @Test
    void bothLevelsOfKernelsAgreeOnATextsTokens() throws IOException {
        List<List<Integer>> answers = new ArrayList<>();
        for (String level : new String[] {"scalar", "chosen"}) {
            try (LocalEngine engine = new LocalEngine(options,
                    level.equals("scalar") ? KernelLevels.scalar() : KernelLevels.chosen())) {
                answers.add(decode(engine.open("model", model()), Shaping.GREEDY, 0));
            }
        }
        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }

    @Test
    void warmingUpKeepsToItsLimitAndFreesWhatItTook() throws IOException {
        EngineOptions narrow = new EngineOptions(2, new Limits(1L << 30, 1, Duration.ofMillis(60)));
        try (LocalEngine engine = new LocalEngine(narrow)) {
            LocalModel model = engine.open("model", model());
            assertThat(model.warm(Duration.ofMillis(200))).isLessThan(Duration.ofSeconds(60));
            model.open(SequenceOptions.capacity(10)).close();
        }
    }

    @Test
    void aClosedModelLetsItsSequencesEnd() throws IOException {
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel model = engine.open("model", model());
            TokenSequence sequence = model.open(SequenceOptions.capacity(10));
            model.close();
            assertThatThrownBy(() -> model.open(SequenceOptions.capacity(10)))
                    .isInstanceOf(InferenceFailure.Unavailable.class);
            assertThat(sequence.extend(new int[] {1}, 1).rows()).isOne();
            sequence.close();
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> options.withThreads(0)).hasMessageContaining("threads: 0");
        assertThatThrownBy(() -> new Limits(-1, 1, Duration.ofMillis(1))).hasMessageContaining("cacheBytes: -1");
        assertThatThrownBy(() -> new Limits(1, 0, Duration.ofMillis(1))).hasMessageContaining("sequences: 0");
        assertThatThrownBy(() -> new Limits(1, 1, Duration.ZERO)).hasMessageContaining("pass:");
    }

    @Test
    void defaultsThatNoRequestCouldAskForAreRefusedAtOnce() throws IOException {
        for (String key : new String[] {"temp", "top_p", "min_p"}) {
            Path path = changed(writer -> writer.put("general.sampling." + key, -0.5f));
            try (LocalEngine engine = new LocalEngine(options)) {
                assertThatThrownBy(() -> engine.open("model", path)).isInstanceOf(InvalidModelFile.class)
                        .hasMessageContaining("general.sampling")
                        .hasMessageContaining("-0.5");
                assertThat(engine.models()).isZero();
            }
        }
    }

    @Test
    void modelsThatComeAndGoAreNotKept() throws IOException {
        byte[] content = Files.readAllBytes(model());
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel lasting = engine.open("lasting", content);
            for (int i = 0; i < 5; i++) {
                LocalModel passing = engine.open("passing", content);
                TokenSequence sequence = passing.open(SequenceOptions.capacity(4));
                passing.close();
                assertThat(engine.models()).as("until its last sequence ends").isEqualTo(2);
                sequence.close();
                assertThat(engine.models()).isOne();
            }
            try (TokenSequence sequence = lasting.open(SequenceOptions.capacity(4))) {
                assertThat(sequence.extend(new int[] {1}, 1).rows()).isOne();
            }
        }
    }
}
