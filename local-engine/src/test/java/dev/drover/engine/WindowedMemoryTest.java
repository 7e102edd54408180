package dev.drover.engine;

import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What layers with a window cannot reach any more gives way when memory runs short, and nobody's bits change. */
@Timeout(120)
class WindowedMemoryTest {

    private static final int WINDOW = 37;
    private static final long BLOCK = 64L * 3 * 2 * 16 * 2 * Float.BYTES;
    private static final int LENGTH = 500;
    private static final SequenceOptions ROOM = SequenceOptions.capacity(510);

    @TempDir
    private Path folder = Path.of("");

    private LocalModel open(LocalEngine engine, String model, String architecture) throws IOException {
        return engine.open(model, TestModels.varied(folder, model, TestModels.ODD, BlockFormats.F32,
                writer -> writer.put(architecture + ".attention.sliding_window", WINDOW)));
    }

    private static LocalEngine engine(int blocks, CacheFormat format) {
        return new LocalEngine(new EngineOptions(2,
                new Limits(blocks * BLOCK, blocks * BLOCK / 2, format, 20, Duration.ofMillis(60))));
    }

    private static int[] text(int seed, int from, int to) {
        return IntStream.range(from, to).map(i -> (i * 37 + seed * 11 + i / 7) % 290).toArray();
    }

    private static float[] step(TokenSequence sequence, int[] tokens) {
        return sequence.extend(tokens, 1).row(0);
    }

    /** Two sequences that grow one after the other, then are cut back, forked and begun anew; all that they say. */
    private static List<float[]> life(LocalModel model) {
        List<float[]> said = new ArrayList<>();
        try (TokenSequence older = model.open(ROOM); TokenSequence younger = model.open(ROOM)) {
            for (int from = 0; from < LENGTH; from += 50) {
                said.add(step(younger, text(1, from, from + 50)));
            }
            for (int from = 0; from < LENGTH; from += 50) {
                said.add(step(older, text(2, from, from + 50)));
            }
            said.add(step(younger, new int[] {5}));
            try (TokenSequence fork = older.fork()) {
                fork.truncate(LENGTH - 200);
                said.add(step(fork, text(3, 0, 20)));
                fork.truncate(90);
                said.add(step(fork, text(3, 0, 20)));
            }
            said.add(step(older, new int[] {6}));
        }
        for (int common : new int[] {LENGTH, 480, 300, 100}) {
            try (TokenSequence again = model.open(ROOM)) {
                said.add(step(again, text(1, 0, common)));
                said.add(step(again, new int[] {7, 8}));
            }
        }
        return said;
    }

    @ParameterizedTest
    @CsvSource({"mistral,llama", "gemma2,gemma2", "gemma3,gemma3"})
    void nothingChangesButTheMemory(String model, String architecture) throws IOException {
        try (LocalEngine wide = engine(200, CacheFormat.F32); LocalEngine tight = engine(13, CacheFormat.F32)) {
            List<float[]> expected = life(open(wide, model, architecture));
            List<float[]> actual = life(open(tight, model, architecture));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).as("%s, %d", model, i).isEqualTo(expected.get(i));
            }
            assertThat(tight.memory().usedBytes()).isLessThanOrEqualTo(13 * BLOCK);
        }
    }

    @ParameterizedTest
    @EnumSource(CacheFormat.class)
    void twoLongSequencesFitWhereOneAndAHalfWould(CacheFormat format) throws IOException {
        int blocks = format == CacheFormat.F32 ? 12 : 6; // heads of 16 are stored in half precision otherwise
        try (LocalEngine engine = engine(blocks, format)) {
            assertThat(preempted(engine, open(engine, "mistral", "llama"))).isZero();
            long ofWindows = engine.memory().usedBytes();
            assertThat(ofWindows).isLessThan(blocks * BLOCK);
            assertThat(preempted(engine,
                    engine.open("plain", TestModels.random(folder, TestModels.ODD, BlockFormats.F32)))).isPositive();
        }
    }

    private static long preempted(LocalEngine engine, LocalModel model) {
        long before = engine.memory().preempted();
        try (TokenSequence older = model.open(ROOM); TokenSequence younger = model.open(ROOM)) {
            for (int from = 0; from < LENGTH; from += 50) {
                younger.extend(text(2, from, from + 50), 0);
            }
            for (int from = 0; from < LENGTH; from += 50) {
                older.extend(text(1, from, from + 50), 0);
            }
        }
        return engine.memory().preempted() - before;
    }

    @Test
    void aCutBehindWhatIsKeptIsPaidForByComputingAnew() throws IOException {
        try (LocalEngine engine = engine(12, CacheFormat.F32)) {
            LocalModel model = open(engine, "mistral", "llama");
            try (TokenSequence older = model.open(ROOM); TokenSequence younger = model.open(ROOM)) {
                younger.extend(text(1, 0, LENGTH), 0);
                older.extend(text(2, 0, 400), 0);
                long before = model.statistics().rows();
                younger.truncate(LENGTH - 256);
                younger.extend(new int[] {1}, 0);
                assertThat(model.statistics().rows() - before).as("within what is kept").isOne();
                younger.truncate(100);
                float[] cut = step(younger, new int[] {1});
                assertThat(model.statistics().rows() - before).as("behind it").isGreaterThan(90);
                older.truncate(0);
                older.extend(Arrays.copyOf(text(1, 0, 100), 100), 0);
                assertThat(step(older, new int[] {1})).isEqualTo(cut);
            }
        }
    }
}
