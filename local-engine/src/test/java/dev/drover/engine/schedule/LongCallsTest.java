package dev.drover.engine.schedule;

import dev.drover.engine.TestModels;
import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** On kernels that round the tokens of long calls otherwise, whatever this machine has. */
class LongCallsTest {

    private static final int[] PROMPT = IntStream.range(0, ModelQueue.LONG + 20).map(i -> i * 7 % 250).toArray();

    @TempDir
    private Path folder = Path.of("");
    @SuppressWarnings("NullAway.Init")
    private GgufFile file;
    @SuppressWarnings("NullAway.Init")
    private ModelQueue queue;
    private final Crew crew = new Crew(2);

    @BeforeEach
    void opensAModel() throws IOException {
        file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0));
        queue = new ModelQueue(
                new Scheduler(crew, new Limits(1 << 26, 1 << 25, CacheFormat.F32, 16, Duration.ofMillis(5))),
                Architectures.load(file, coarse(KernelLevels.scalar())), 2, false);
    }

    @AfterEach
    void closesAll() {
        crew.close();
        file.close();
    }

    /** A level whose products of long calls are rounded to a few bits. */
    private static KernelLevel coarse(KernelLevel level) {
        return (KernelLevel) Proxy.newProxyInstance(KernelLevel.class.getClassLoader(),
                new Class<?>[] {KernelLevel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sortsByLength")) {
                        return true;
                    }
                    try {
                        Object result = method.invoke(level, arguments);
                        if (method.getName().equals("multiplyLong")) {
                            coarsen((float[]) arguments[6], (int) arguments[4], (int) arguments[5], (int) arguments[7],
                                    (int) arguments[1], (int) arguments[2]);
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void coarsen(float[] output, int first, int tokens, int stride, int from, int to) {
        for (int token = first; token < first + tokens; token++) {
            for (int row = from; row < to; row++) {
                int at = token * stride + row;
                output[at] = Math.round(output[at] * 64) / 64f;
            }
        }
    }

    private TokenSequence open() {
        return queue.open(SequenceOptions.capacity(120));
    }

    private static float[] whole(TokenSequence sequence) {
        return sequence.extend(PROMPT, 1).row(0);
    }

    private static float[] inPieces(TokenSequence sequence) {
        for (int i = 0; i + 10 < PROMPT.length; i += 10) {
            sequence.extend(Arrays.copyOfRange(PROMPT, i, i + 10), 0);
        }
        return sequence.extend(
                Arrays.copyOfRange(PROMPT, PROMPT.length / 10 * 10 - (PROMPT.length % 10 == 0 ? 10 : 0), PROMPT.length),
                1).row(0);
    }

    @Test
    void aTextSharesStateOnlyWithTextsThatWereGivenAlike() {
        float[] alone;
        try (TokenSequence first = open()) {
            alone = whole(first);
        }
        try (TokenSequence alike = open()) {
            assertThat(whole(alike)).isEqualTo(alone);
            assertThat(alike.reused()).isPositive();
        }
        try (TokenSequence apart = queue.openApart(SequenceOptions.capacity(120)); TokenSequence pieces = open()) {
            float[] expected = inPieces(apart);
            assertThat(inPieces(pieces)).isEqualTo(expected);
            assertThat(pieces.reused()).isZero();
            pieces.truncate(0);
            assertThat(whole(pieces)).isNotEqualTo(expected);
        }
    }

    @Test
    void whatElseIsInAPassChangesNoBit() throws InterruptedException {
        float[] longAlone;
        float[] shortAlone;
        try (TokenSequence one = queue.openApart(SequenceOptions.capacity(120));
                TokenSequence other = queue.openApart(SequenceOptions.capacity(120))) {
            longAlone = whole(one);
            shortAlone = inPieces(other);
        }
        float[][] together = new float[6][];
        Thread[] threads = IntStream.range(0, together.length).mapToObj(i -> Thread.ofVirtual().start(() -> {
            try (TokenSequence sequence = queue.openApart(SequenceOptions.capacity(120))) {
                together[i] = i % 2 == 0 ? whole(sequence) : inPieces(sequence);
            }
        })).toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < together.length; i++) {
            assertThat(together[i]).isEqualTo(i % 2 == 0 ? longAlone : shortAlone);
        }
    }
}
