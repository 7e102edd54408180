package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.Distributions;
import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The law of what a cascade of two models of the engine emits, against the rule's target worked out from both models'
 * logits alone: one answer at a time, and eight at once. That answers whose verifications share forward passes are the same is
 * {@link SharedPassesTest}'s.
 */
class CascadeLawTest {

    private static final Shaping SHAPING = new Shaping(.7, 3, 1, 0);
    private static final int ROOM = 3;
    private static final int SAMPLES = 1_600;
    private static final int[] PROMPT = {3, 7, 11};

    private static LocalEngine engine;
    private static LocalModel drafter;
    private static LocalModel verifier;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        engine = new LocalEngine(EngineOptions.standard().withThreads(1));
        drafter = model(folder.resolve("small.gguf"), 7);
        verifier = model(folder.resolve("large.gguf"), 8);
    }

    private static LocalModel model(Path file, int seed) throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), seed, file);
        return engine.open("seed " + seed, file);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"token-v3, .6, 1", "token-v3, .6, 8", "lossless, 0, 8", "opt, .5, 8", "bild, 4, 8"})
    void theLawIsTheTargetsHoweverManyAnswersRunAtOnce(String rule, double leniency, int atOnce)
            throws InterruptedException, ExecutionException {
        CascadeOptions options = CascadeOptions.of(rule, leniency, 2);
        Map<String, Double> law = new TreeMap<>();
        collect(BuiltInRules.named(rule).at(leniency), new int[0], 1, law);
        assertThat(law.values().stream().mapToDouble(share -> share).sum()).isBetween(1 - 1e-9, 1 + 1e-9);

        assertThat(deviation(law, sample(options, atOnce))).as("standard deviations").isLessThan(4.5);
    }

    /** What a sequence of one token a call says, so that nothing of the loop under test is in it. */
    private static Distributions position(int[] answer) {
        double[][] read = new double[4][];
        LocalModel[] models = {drafter, verifier};
        for (int i = 0; i < 2; i++) {
            try (TokenSequence sequence = models[i].open(SequenceOptions.capacity(16))) {
                Logits logits = sequence.extend(PROMPT, 1);
                for (int token : answer) {
                    logits = sequence.extend(new int[] {token}, 1);
                }
                read[i] = new double[logits.size()];
                SHAPING.shape(logits, 0, read[i]);
                read[2 + i] = new double[logits.size()];
                Shaping.softmax(logits, 0, 1, read[2 + i]);
            }
        }
        return new Distributions(read[0], read[1], read[2], read[3]);
    }

    private static void collect(Deferral deferral, int[] answer, double probability, Map<String, Double> law) {
        Distributions position = position(answer);
        double[] target = new double[position.size()];
        deferral.target(position, target);
        for (int token = 0; token < target.length; token++) {
            if (target[token] > 0) {
                int[] longer = Arrays.copyOf(answer, answer.length + 1);
                longer[answer.length] = token;
                if (longer.length == ROOM || verifier.vocabulary().endsAnswer(token)) {
                    law.put(Arrays.toString(longer), probability * target[token]);
                } else {
                    collect(deferral, longer, probability * target[token], law);
                }
            }
        }
    }

    private static Map<String, Integer> sample(CascadeOptions options, int atOnce)
            throws InterruptedException, ExecutionException {
        SpeculativeDecoding decoding = new SpeculativeDecoding(drafter, verifier, options);
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        CountDownLatch together = new CountDownLatch(atOnce);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> done : IntStream.range(0, atOnce).<Future<?>>mapToObj(thread -> pool.submit(() -> {
                together.countDown();
                together.await();
                for (int i = thread; i < SAMPLES; i += atOnce) {
                    counts.merge(answer(decoding, i), 1, Integer::sum);
                }
                return null;
            })).toList()) {
                done.get();
            }
        }
        return new HashMap<>(counts);
    }

    private static String answer(SpeculativeDecoding decoding, long seed) {
        int[] answer = new int[0];
        try (TokenSource source = decoding.start(PROMPT, ROOM, SHAPING, new SplittableRandom(seed))) {
            while (answer.length < ROOM) {
                for (int token : source.next(ROOM - answer.length)) {
                    answer = Arrays.copyOf(answer, answer.length + 1);
                    answer[answer.length - 1] = token;
                    if (verifier.vocabulary().endsAnswer(token)) {
                        return Arrays.toString(answer);
                    }
                }
            }
        }
        return Arrays.toString(answer);
    }

    /** Pearson's statistic on a normal scale; rare answers are counted together. Infinite where one is impossible. */
    private static double deviation(Map<String, Double> law, Map<String, Integer> counts) {
        if (!law.keySet().containsAll(counts.keySet())) {
            return Double.POSITIVE_INFINITY;
        }
        double statistic = 0;
        int cells = 0;
        double rareExpected = 0;
        double rareCount = 0;
        for (Map.Entry<String, Double> entry : law.entrySet()) {
            double expected = entry.getValue() * SAMPLES;
            double count = counts.getOrDefault(entry.getKey(), 0);
            if (expected < 5) {
                rareExpected += expected;
                rareCount += count;
            } else {
                statistic += (count - expected) * (count - expected) / expected;
                cells++;
            }
        }
        if (rareExpected >= 5) {
            statistic += (rareCount - rareExpected) * (rareCount - rareExpected) / rareExpected;
            cells++;
        }
        double spread = 2 / (9.0 * (cells - 1));
        return (Math.cbrt(statistic / (cells - 1)) - (1 - spread)) / Math.sqrt(spread);
    }
}
