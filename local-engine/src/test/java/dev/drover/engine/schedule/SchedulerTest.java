package dev.drover.engine.schedule;

import dev.drover.engine.TestModels;
import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Both ways a call can go, on the crew and alone, as one behaviour. */
@Timeout(120)
class SchedulerTest {

    private static final int CAPACITY = 300;

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
        file = GgufFile.open(TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0));
        network = Architectures.load(file, levelOfOneArithmetic());
    }

    /** Passes are counted here: where long calls are multiplied otherwise, chunks are longer. */
    private static KernelLevel levelOfOneArithmetic() {
        return KernelLevels.chosen().sortsByLength() ? KernelLevels.vnni() : KernelLevels.chosen();
    }

    @AfterEach
    void closesAll() {
        callers.close();
        crew.close();
        file.close();
    }

    private ModelQueue queue(boolean small, Limits limits) {
        return new ModelQueue(new Scheduler(crew, limits), network, 2, small);
    }

    private static Limits limits(Duration pass) {
        return new Limits(1L << 30, 64, pass);
    }

    private static ModelQueue large(SchedulerTest test) {
        return test.queue(false, limits(Duration.ofMillis(60)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyAtOnceGetTheBitsOfEachAlone(boolean small) throws Exception {
        ModelQueue queue = queue(small, limits(Duration.ofMillis(60)));
        List<List<float[]>> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            expected.add(conversation(queue, i));
        }
        List<Future<List<float[]>>> futures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            futures.add(callers.submit(() -> conversation(queue, number)));
        }
        for (int i = 0; i < 8; i++) {
            List<float[]> actual = futures.get(i).get();
            for (int step = 0; step < actual.size(); step++) {
                assertThat(actual.get(step)).as("sequence %d step %d", i, step).isEqualTo(expected.get(i).get(step));
            }
        }
    }

    /** A prompt, some steps, a draft that is verified and half of it dropped, some steps more. */
    private static List<float[]> conversation(ModelQueue queue, int number) {
        List<float[]> rows = new ArrayList<>();
        try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
            rows.add(sequence.extend(tokens(10 + 23 * number, number), 1).row(0));
            for (int step = 0; step < 5; step++) {
                rows.add(sequence.extend(new int[] {step + number}, 1).row(0));
            }
            Logits verified = sequence.extend(tokens(6, number + 50), 6);
            for (int row = 0; row < 6; row++) {
                rows.add(verified.row(row));
            }
            sequence.truncate(sequence.length() - 3);
            rows.add(sequence.extend(new int[] {7}, 1).row(0));
        }
        return rows;
    }

    private static int[] tokens(int count, int seed) {
        int[] tokens = new int[count];
        Arrays.setAll(tokens, i -> (i * 31 + seed * 17 + 3) % 300);
        return tokens;
    }

    @Test
    void callsOfManySequencesShareAPass() throws Exception {
        ModelQueue queue = large(this);
        List<TokenSequence> sequences = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sequences.add(queue.open(SequenceOptions.capacity(CAPACITY)));
        }
        long before = queue.statistics().passes();
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<?>> futures = new ArrayList<>();
        for (TokenSequence sequence : sequences) {
            futures.add(callers.submit(() -> {
                begin.await();
                for (int step = 0; step < 50; step++) {
                    sequence.extend(new int[] {step}, 1);
                }
                return null;
            }));
        }
        begin.countDown();
        for (Future<?> future : futures) {
            future.get();
        }
        assertThat(queue.statistics().rows()).isEqualTo(300);
        assertThat(queue.statistics().passes() - before).isLessThan(300);
        sequences.forEach(TokenSequence::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLongCallInChunksGetsTheBitsOfOneInAPiece(boolean small) {
        ModelQueue whole = queue(small, limits(Duration.ofMinutes(1)));
        ModelQueue chunked = queue(small, limits(Duration.ofNanos(1)));
        try (TokenSequence first = whole.open(SequenceOptions.capacity(CAPACITY));
                TokenSequence second = chunked.open(SequenceOptions.capacity(CAPACITY))) {
            int[] prompt = tokens(200, 1);
            Logits expected = first.extend(prompt, 40);
            Logits actual = second.extend(prompt, 40);
            for (int row = 0; row < 40; row++) {
                assertThat(actual.row(row)).isEqualTo(expected.row(row));
            }
            assertThat(whole.statistics().passes()).isOne();
            assertThat(chunked.statistics().passes()).isEqualTo(13);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForkGoesItsOwnWay(boolean small) {
        ModelQueue queue = queue(small, limits(Duration.ofMillis(60)));
        try (TokenSequence original = queue.open(SequenceOptions.capacity(CAPACITY));
                TokenSequence fresh = queue.open(SequenceOptions.capacity(CAPACITY))) {
            original.extend(tokens(70, 2), 0);
            float[] afterOther;
            try (TokenSequence fork = original.fork()) {
                assertThat(fork.length()).isEqualTo(70);
                afterOther = fork.extend(new int[] {9, 10}, 1).row(0);
            }
            float[] afterOwn = original.extend(new int[] {11}, 1).row(0);
            fresh.extend(tokens(70, 2), 0);
            assertThat(fresh.extend(new int[] {11}, 1).row(0)).isEqualTo(afterOwn);
            fresh.truncate(70);
            assertThat(fresh.extend(new int[] {9, 10}, 1).row(0)).isEqualTo(afterOther);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCutBackLeavesNoTrace(boolean small) {
        ModelQueue queue = queue(small, limits(Duration.ofMillis(60)));
        try (TokenSequence cut = queue.open(SequenceOptions.capacity(CAPACITY));
                TokenSequence fresh = queue.open(SequenceOptions.capacity(CAPACITY))) {
            cut.extend(tokens(150, 3), 2);
            cut.truncate(60);
            int[] start = Arrays.copyOf(tokens(150, 3), 60);
            fresh.extend(start, 1);
            assertThat(cut.extend(tokens(9, 4), 9).row(8)).isEqualTo(fresh.extend(tokens(9, 4), 9).row(8));
            cut.truncate(0);
            fresh.truncate(0);
            assertThat(cut.extend(tokens(3, 5), 1).row(0)).isEqualTo(fresh.extend(tokens(3, 5), 1).row(0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptedCallEndsAndNoFurtherPassRunsForIt(boolean small) throws Exception {
        ModelQueue queue = queue(small, limits(Duration.ofNanos(1)));
        TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY));
        sequence.extend(tokens(20, 6), 0);
        CountDownLatch running = new CountDownLatch(1);
        Future<Thread> future = callers.submit(() -> {
            running.countDown();
            while (true) {
                try {
                    sequence.extend(tokens(250, 7), 250);
                    sequence.truncate(20);
                } catch (InferenceFailure.Cancelled cancelled) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    return Thread.currentThread();
                }
            }
        });
        running.await();
        Thread.sleep(20);
        future.cancel(true);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (queue.statistics().cancelled() == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
        long passes = queue.statistics().passes();
        assertThat(queue.statistics().cancelled()).isOne();
        Thread.sleep(50);
        assertThat(queue.statistics().passes()).as("passes after the cancellation").isEqualTo(passes);
        assertThat(sequence.length()).isEqualTo(20);
        try (TokenSequence fresh = queue.open(SequenceOptions.capacity(CAPACITY))) {
            fresh.extend(tokens(20, 6), 0);
            assertThat(sequence.extend(new int[] {5}, 1).row(0)).isEqualTo(fresh.extend(new int[] {5}, 1).row(0));
        }
        sequence.close();
    }

    @Test
    void manyInterruptionsHurtNobodyElse() throws Exception {
        ModelQueue queue = large(this);
        List<float[]> expected = conversation(queue, 3);
        List<Future<?>> victims = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            victims.add(callers.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
                        sequence.extend(tokens(100 + number, number), 1);
                    } catch (InferenceFailure.Cancelled cancelled) {
                        return;
                    }
                }
            }));
        }
        for (int round = 0; round < 6; round++) {
            List<float[]> actual = conversation(queue, 3);
            victims.get(round).cancel(true);
            for (int step = 0; step < actual.size(); step++) {
                assertThat(actual.get(step)).isEqualTo(expected.get(step));
            }
        }
    }

    @Test
    void aCallOnAnInterruptedThreadDoesNothing() {
        ModelQueue queue = large(this);
        try (TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> sequence.extend(new int[] {1}, 1)).isInstanceOf(InferenceFailure.Cancelled.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(queue.statistics().passes()).isZero();
            assertThat(sequence.length()).isZero();
        }
    }

    @Test
    void tooManySequencesAreRefusedWithATimeAndAdmittedLater() {
        ModelQueue queue = queue(false, new Limits(1L << 30, 2, Duration.ofMillis(60)));
        TokenSequence first = queue.open(SequenceOptions.capacity(CAPACITY));
        TokenSequence second = first.fork();
        assertThatThrownBy(() -> queue.open(SequenceOptions.capacity(CAPACITY)))
                .isInstanceOfSatisfying(InferenceFailure.Overloaded.class, overloaded -> {
                    assertThat(overloaded.retryAfter()).isPositive();
                    assertThat(overloaded.status()).isEqualTo(503);
                });
        assertThatThrownBy(first::fork).isInstanceOf(InferenceFailure.Overloaded.class);
        first.close();
        first.close();
        queue.open(SequenceOptions.capacity(CAPACITY)).close();
        second.close();
    }

    @Test
    void aSequenceThatMemoryCouldNotHoldIsRefused() {
        long bytes = network.cacheShape().bytes(CAPACITY, CacheFormat.F32);
        ModelQueue queue = queue(false, new Limits(bytes - 1, 64, Duration.ofMillis(60)));
        assertThatThrownBy(() -> queue.open(SequenceOptions.capacity(CAPACITY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity: 300 (expected: at most 256, for which there is memory)");
        queue.open(SequenceOptions.capacity(queue.longest())).close();
    }

    @Test
    void wrongArgumentsAreRefusedAndChangeNothing() {
        ModelQueue queue = large(this);
        assertThatThrownBy(() -> queue.open(SequenceOptions.capacity(100_000))).hasMessageContaining("100000");
        TokenSequence sequence = queue.open(SequenceOptions.capacity(5));
        assertThatThrownBy(() -> sequence.extend(new int[0], 0)).hasMessageContaining("tokens: none");
        assertThatThrownBy(() -> sequence.extend(new int[] {300}, 1)).hasMessageContaining("token: 300");
        assertThatThrownBy(() -> sequence.extend(new int[] {-1}, 1)).hasMessageContaining("token: -1");
        assertThatThrownBy(() -> sequence.extend(new int[] {1}, 2)).hasMessageContaining("positions: 2");
        assertThatThrownBy(() -> sequence.extend(new int[6], 0)).hasMessageContaining("capacity");
        assertThatThrownBy(() -> sequence.truncate(1)).hasMessageContaining("length: 1");
        assertThat(sequence.length()).isZero();
        assertThat(sequence.extend(new int[] {1, 2, 3, 4, 5}, 0).rows()).isZero();
        sequence.close();
        assertThatThrownBy(() -> sequence.extend(new int[] {1}, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRetiredModelTakesNoNewSequencesAndEndsWithTheLast() {
        ModelQueue queue = large(this);
        TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY));
        boolean[] ended = new boolean[1];
        queue.retire(() -> ended[0] = true);
        assertThatThrownBy(() -> queue.open(SequenceOptions.capacity(5)))
                .isInstanceOf(InferenceFailure.Unavailable.class);
        sequence.extend(new int[] {1}, 1);
        assertThat(ended[0]).isFalse();
        sequence.close();
        assertThat(ended[0]).isTrue();
    }

    @Test
    void aClosedSchedulerRefusesCalls() throws ExecutionException, InterruptedException {
        Scheduler scheduler = new Scheduler(crew, limits(Duration.ofMillis(60)));
        ModelQueue queue = scheduler.add(network);
        TokenSequence sequence = queue.open(SequenceOptions.capacity(CAPACITY));
        callers.submit(() -> sequence.extend(tokens(50, 1), 1)).get();
        scheduler.close();
        assertThatThrownBy(() -> sequence.extend(new int[] {1}, 1)).isInstanceOf(IllegalStateException.class);
    }
}
