package dev.drover.engine;

import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Tenant;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of all lengths at once, of several tenants, with drafts that are taken back, forks, and clients that leave, in a
 * memory too small for them: who stays gets the greedy text that he would get alone.
 */
@Timeout(300)
class TwoHundredRequestsTest {

    private static final int REQUESTS = 200;
    private static final int AT_ONCE = 16;
    private static final int CAPACITY = 220;

    @TempDir
    private Path folder = Path.of("");

    /** What a client asks and does; a function of its number. */
    private record Request(int number) {

        private SplittableRandom random() {
            return new SplittableRandom(number);
        }

        int[] prompt() {
            SplittableRandom random = random();
            int[] prompt = random.ints(1 + random.nextInt(150), 0, 250).toArray();
            int common = Math.min(prompt.length, random.nextInt(100));
            Arrays.setAll(prompt, i -> i < common ? (i * 7 + number % 3) % 250 : prompt[i]);
            return prompt;
        }

        boolean leaves() {
            return number % 7 == 3;
        }

        /** Greedy steps; every few of them a draft of wrong tokens is verified and taken back, or a fork goes astray. */
        List<Integer> text(LocalModel model) {
            SplittableRandom random = random();
            List<Integer> text = new ArrayList<>();
            try (TokenSequence sequence = model.open(SequenceOptions.capacity(CAPACITY))) {
                int next = greedy(sequence.extend(prompt(), 1));
                int steps = 5 + random.nextInt(40);
                for (int step = 0; step < steps; step++) {
                    text.add(next);
                    if (random.nextInt(5) == 0) {
                        int length = sequence.length();
                        sequence.extend(random.ints(1 + random.nextInt(8), 0, 250).toArray(), 1);
                        sequence.truncate(length);
                    }
                    if (random.nextInt(20) == 0) {
                        try (TokenSequence fork = sequence.fork()) {
                            fork.extend(new int[] {number % 250, 1, 2}, 1);
                        }
                    }
                    next = greedy(sequence.extend(new int[] {next}, 1));
                }
            }
            return text;
        }

        private static int greedy(Logits logits) {
            return logits.argmax(0);
        }

        /** Comes again as long as there is no room. */
        List<Integer> patiently(LocalModel model) {
            List<List<Integer>> texts = new ArrayList<>();
            new Tenant("tenant " + number % 4, 1 + number % 2).run(() -> {
                while (texts.isEmpty()) {
                    try {
                        texts.add(text(model));
                    } catch (InferenceFailure.Overloaded full) {
                        Thread.yield();
                    }
                }
            });
            return texts.getFirst();
        }
    }

    @Test
    void whoStaysGetsTheTextOfOneAlone() throws Exception {
        Path file = TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0);
        Map<Integer, List<Integer>> alone = new HashMap<>();
        try (LocalEngine engine = new LocalEngine(options(1L << 28))) {
            LocalModel model = engine.open("roomy", file);
            for (int i = 0; i < REQUESTS; i++) {
                alone.put(i, new Request(i).text(model));
            }
        }
        long block = 2 * 2 * 32 * 2 * 64 * Float.BYTES;
        try (LocalEngine engine = new LocalEngine(options(6 * block))) {
            LocalModel model = engine.open("tight", file);
            assertThat(crowd(model)).isEqualTo(expected(alone));
            assertThat(engine.memory().reused()).as("prompts that begin alike").isPositive();
            assertThat(engine.memory().preempted()).as("more than the memory holds").isPositive();
            assertThat(engine.memory().usedBytes()).isLessThanOrEqualTo(3 * block);
        }
    }

    private static EngineOptions options(long cacheBytes) {
        return new EngineOptions(2, new Limits(cacheBytes, cacheBytes / 2, CacheFormat.F32, 64, Duration.ofMillis(5)));
    }

    private static Map<Integer, List<Integer>> expected(Map<Integer, List<Integer>> alone) {
        Map<Integer, List<Integer>> expected = new HashMap<>(alone);
        expected.keySet().removeIf(number -> new Request(number).leaves());
        return expected;
    }

    private static Map<Integer, List<Integer>> crowd(LocalModel model) throws InterruptedException, ExecutionException {
        Map<Integer, Future<List<Integer>>> answers = new HashMap<>();
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < REQUESTS; i++) {
                Request request = new Request(i);
                places.acquire();
                answers.put(i, clients.submit(() -> {
                    try {
                        return request.patiently(model);
                    } finally {
                        places.release();
                    }
                }));
                if (i > 0 && new Request(i - 1).leaves()) {
                    answers.get(i - 1).cancel(true);
                }
            }
        }
        Map<Integer, List<Integer>> texts = new HashMap<>();
        for (Map.Entry<Integer, Future<List<Integer>>> answer : answers.entrySet()) {
            try {
                if (!new Request(answer.getKey()).leaves()) {
                    texts.put(answer.getKey(), answer.getValue().get());
                }
            } catch (CancellationException left) {
                throw new AssertionError("request " + answer.getKey() + " was not to leave", left);
            }
        }
        return texts;
    }
}
