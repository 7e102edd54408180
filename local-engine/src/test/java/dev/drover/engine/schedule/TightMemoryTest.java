package dev.drover.engine.schedule;

import dev.drover.engine.TestModels;
import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Many sequences in a memory that holds a few: whatever is shared, lost and computed anew, each says what it says alone. */
@Timeout(120)
class TightMemoryTest {

    private static final int CAPACITY = 200;
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder = Path.of("");
    @SuppressWarnings("NullAway.Init")
    private GgufFile file;
    @SuppressWarnings("NullAway.Init")
    private Network network;
    private final Crew crew = new Crew(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void opensAModel() throws IOException {
        file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0));
        network = Architectures.load(file, KernelLevels.chosen());
    }

    @AfterEach
    void closesAll() {
        callers.close();
        crew.close();
        file.close();
    }

    private Scheduler scheduler(int blocks, boolean keeps, CacheFormat format) {
        long bytes = network.cacheShape().bytes(64, format) * blocks;
        return new Scheduler(crew, new Limits(bytes, keeps ? bytes / 2 : 0, format, 64, Duration.ofMillis(5)));
    }

    /** A prompt that begins as others do, steps, drafts half of which are dropped, a fork that goes another way. */
    private static List<float[]> conversation(ModelQueue queue, int number) {
        SplittableRandom random = new SplittableRandom(number);
        List<float[]> rows = new ArrayList<>();
        try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
            int[] prompt = random.ints(40 + random.nextInt(60), 0, 250).toArray();
            for (int i = 0; i < 30; i++) {
                prompt[i] = i + number % 2;
            }
            rows.add(sequence.extend(prompt, 1).row(0));
            for (int step = 0; step < 12; step++) {
                rows.add(sequence.extend(random.ints(6, 0, 250).toArray(), 3).row(2));
                sequence.truncate(sequence.length() - random.nextInt(6));
                if (step == 6) {
                    try (TokenSequence fork = sequence.fork()) {
                        rows.add(fork.extend(new int[] {number}, 1).row(0));
                    }
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"true, true, F32", "false, true, F32", "false, false, F32", "false, true, F16", "false, true, Q8_0",
            "true, true, Q8_0"})
    void eachGetsTheBitsOfOneAlone(boolean small, boolean keeps, CacheFormat format) throws Exception {
        ModelQueue roomy = new ModelQueue(scheduler(1000, false, format), network, 2, small);
        Scheduler tight = scheduler(7, keeps, format);
        ModelQueue queue = new ModelQueue(tight, network, 2, small);
        List<Future<List<float[]>>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            all.add(callers.submit(() -> patient(queue, number)));
        }
        for (int i = 0; i < CLIENTS; i++) {
            List<float[]> expected = conversation(roomy, i);
            List<float[]> actual = all.get(i).get();
            assertThat(actual).hasSameSizeAs(expected);
            for (int step = 0; step < actual.size(); step++) {
                assertThat(actual.get(step)).as("client %d step %d", i, step).isEqualTo(expected.get(step));
            }
        }
        assertThat(tight.memory().usage().usedBytes()).isLessThanOrEqualTo(tight.limits().prefixBytes());
    }

    /** Comes again as long as it is refused for want of memory. */
    private static List<float[]> patient(ModelQueue queue, int number) {
        while (true) {
            try {
                return conversation(queue, number);
            } catch (InferenceFailure.Overloaded full) {
                Thread.yield();
            }
        }
    }

    @Test
    void whileSomeWaitForMemoryNewcomersAreRefusedWithATime() throws Exception {
        Scheduler tight = scheduler(2, false, CacheFormat.F32);
        ModelQueue queue = new ModelQueue(tight, network, 2, false);
        TokenSequence first = queue.open(SequenceOptions.capacity(128));
        first.extend(new int[100], 1);
        TokenSequence second = queue.open(SequenceOptions.capacity(128));
        Future<?> waits = callers.submit(() -> second.extend(new int[100], 1));
        await().until(tight.memory()::isShort);
        assertThatThrownBy(() -> queue.open(SequenceOptions.capacity(10)))
                .isInstanceOfSatisfying(InferenceFailure.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isPositive())
                .hasMessageContaining("1 of 2 sequences wait");
        first.close();
        waits.get();
        second.close();
        queue.open(SequenceOptions.capacity(10)).close();
    }

    @Test
    void whatAPromptSharesIsNotComputedAgain() {
        Scheduler scheduler = scheduler(100, true, CacheFormat.F32);
        ModelQueue queue = new ModelQueue(scheduler, network, 2, false);
        int[] prompt = new SplittableRandom(5).ints(150, 0, 250).toArray();
        for (int i = 0; i < 3; i++) {
            try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
                sequence.extend(prompt, 1);
            }
        }
        assertThat(queue.statistics().rows()).isEqualTo(152);
        try (TokenSequence apart = queue.openApart(SequenceOptions.capacity(CAPACITY))) {
            apart.extend(prompt, 0);
        }
        assertThat(queue.statistics().rows()).isEqualTo(302);
        try (TokenSequence nothingWanted = queue.open(SequenceOptions.capacity(CAPACITY))) {
            assertThat(nothingWanted.extend(prompt, 0).rows()).isZero();
        }
        assertThat(queue.statistics().rows()).isEqualTo(302);
        queue.retire(() -> {
        });
        assertThat(scheduler.memory().usage().usedBytes()).isZero();
    }
}
