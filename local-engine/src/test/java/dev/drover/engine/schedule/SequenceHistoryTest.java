package dev.drover.engine.schedule;

import dev.drover.engine.TestModels;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** However a sequence came to its tokens, what it says of the next is the same bits as of one that read them anew. */
@Timeout(120)
class SequenceHistoryTest {

    private static final int CAPACITY = 140;
    private static final int VOCABULARY = 259;

    @TempDir
    private Path folder = Path.of("");
    @SuppressWarnings("NullAway.Init")
    private GgufFile file;
    @SuppressWarnings("NullAway.Init")
    private Network network;
    private final Crew crew = new Crew(2);

    @BeforeEach
    void opensAModel() throws IOException {
        file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.F16));
        network = Architectures.load(file, KernelLevels.chosen());
    }

    @AfterEach
    void closesAll() {
        crew.close();
        file.close();
    }

    private ModelQueue queue(boolean small) {
        return new ModelQueue(new Scheduler(crew, new Limits(1L << 30, 64, Duration.ofMillis(60))), network, 2, small);
    }

    /** A sequence and the tokens it should hold. */
    private record Kept(TokenSequence sequence, List<Integer> tokens) {

        float[] next(int token) {
            tokens.add(token);
            return sequence.extend(new int[] {token}, 1).row(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void randomHistoriesLeaveNoTrace(boolean small) {
        ModelQueue queue = queue(small);
        SplittableRandom random = new SplittableRandom(small ? 1 : 2);
        List<Kept> all = new ArrayList<>();
        all.add(new Kept(queue.open(SequenceOptions.capacity(CAPACITY)), new ArrayList<>()));
        for (int step = 0; step < 150; step++) {
            Kept kept = all.get(random.nextInt(all.size()));
            switch (random.nextInt(4)) {
                case 0, 1 -> extend(kept, random);
                case 2 -> {
                    int length = random.nextInt(kept.tokens().size() + 1);
                    kept.sequence().truncate(length);
                    kept.tokens().subList(length, kept.tokens().size()).clear();
                }
                default -> {
                    if (all.size() < 5) {
                        all.add(new Kept(kept.sequence().fork(), new ArrayList<>(kept.tokens())));
                    } else {
                        all.remove(kept);
                        kept.sequence().close();
                    }
                }
            }
        }
        for (Kept kept : all) {
            assertThat(kept.sequence().length()).isEqualTo(kept.tokens().size());
            if (kept.tokens().size() == CAPACITY) {
                kept.sequence().truncate(CAPACITY - 1);
                kept.tokens().removeLast();
            }
            float[] actual = kept.next(7);
            assertThat(actual).isEqualTo(anew(queue, kept.tokens()));
            kept.sequence().close();
        }
    }

    private static void extend(Kept kept, SplittableRandom random) {
        int room = CAPACITY - kept.tokens().size();
        if (room == 0) {
            assertThatThrownBy(() -> kept.sequence().extend(new int[] {1}, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("capacity");
            return;
        }
        int[] tokens = random.ints(1 + random.nextInt(Math.min(room, 40)), 0, VOCABULARY).toArray();
        int positions = random.nextInt(tokens.length + 1);
        assertThat(kept.sequence().extend(tokens, positions).rows()).isEqualTo(positions);
        Arrays.stream(tokens).forEach(kept.tokens()::add);
    }

    private static float[] anew(ModelQueue queue, List<Integer> tokens) {
        try (TokenSequence fresh = queue.open(SequenceOptions.capacity(CAPACITY))) {
            return fresh.extend(tokens.stream().mapToInt(Integer::intValue).toArray(), 1).row(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyCutOfATextGivesTheBitsOfTheWhole(boolean small) {
        ModelQueue queue = queue(small);
        SplittableRandom random = new SplittableRandom(3);
        int[] text = random.ints(CAPACITY, 0, VOCABULARY).toArray();
        List<float[]> whole = new ArrayList<>();
        try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
            Logits logits = sequence.extend(text, CAPACITY);
            for (int row = 0; row < CAPACITY; row++) {
                whole.add(logits.row(row));
            }
        }
        for (int round = 0; round < 8; round++) {
            try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
                while (sequence.length() < CAPACITY) {
                    int from = sequence.length();
                    int count = 1 + random.nextInt(Math.min(CAPACITY - from, 1 << round));
                    int positions = 1 + random.nextInt(count);
                    Logits logits = sequence.extend(Arrays.copyOfRange(text, from, from + count), positions);
                    for (int row = 0; row < positions; row++) {
                        assertThat(logits.row(row)).isEqualTo(whole.get(from + count - positions + row));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClosedSequenceRefusesEverythingButToBeClosed(boolean small) {
        ModelQueue queue = queue(small);
        TokenSequence sequence = queue.open(SequenceOptions.capacity(10));
        sequence.extend(new int[] {1, 2}, 2);
        sequence.close();
        sequence.close();
        assertThatThrownBy(() -> sequence.extend(new int[] {1}, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sequence.truncate(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sequence::fork).isInstanceOf(IllegalStateException.class);
        assertThat(sequence.toString()).contains("closed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForkOutlivesItsOriginal(boolean small) {
        ModelQueue queue = queue(small);
        TokenSequence original = queue.open(SequenceOptions.capacity(CAPACITY));
        original.extend(new int[] {5, 6, 7}, 0);
        Kept fork = new Kept(original.fork(), new ArrayList<>(List.of(5, 6, 7)));
        original.truncate(1);
        original.extend(new int[] {200, 201, 202}, 1);
        original.close();
        assertThat(fork.next(8)).isEqualTo(anew(queue, fork.tokens()));
        fork.sequence().close();
    }
}
