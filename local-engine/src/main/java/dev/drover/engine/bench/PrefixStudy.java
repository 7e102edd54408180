package dev.drover.engine.bench;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a shared beginning gains: the time to the first token of a prompt that begins as another did but for its last 16 tokens,
 * beside that of a prompt of the same length that nobody has asked, in turns; medians.
 *
 * @param prompt how many tokens a prompt has
 * @param rounds how often both are measured
 */
public record PrefixStudy(int prompt, int rounds) implements Study {

    private static final int OWN = 16;

    @Override
    public void run(Path model, int threads, Report report) throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(threads))) {
            LocalModel opened = engine.open("model", model);
            int most = opened.contextLength() - 1;
            if (prompt <= OWN || prompt > most) {
                throw new IllegalArgumentException(
                        "context: " + prompt + " (expected: " + (OWN + 1) + " to " + most + ")");
            }
            SplittableRandom random = new SplittableRandom(7);
            int size = opened.vocabulary().size();
            int[] shared = random.ints(prompt, 0, size).toArray();
            List<Double> apart = new ArrayList<>();
            List<Double> joined = new ArrayList<>();
            double[] reused = new double[1];
            first(opened, shared, reused);
            for (int round = 0; round <= rounds; round++) {
                double without = first(opened, random.ints(prompt, 0, size).toArray(), reused);
                int[] ending = Arrays.copyOf(shared, prompt);
                System.arraycopy(random.ints(OWN, 0, size).toArray(), 0, ending, prompt - OWN, OWN);
                double with = first(opened, ending, reused);
                if (round > 0) {
                    apart.add(without);
                    joined.add(with);
                }
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("threads", threads);
            figures.put("prompt", prompt);
            figures.put("reused", (int) reused[0]);
            figures.put("millisAlone", Measurement.median(apart) / 1e6);
            figures.put("millisShared", Measurement.median(joined) / 1e6);
            figures.put("gain", Measurement.median(apart) / Measurement.median(joined));
            report.line("prefix", figures);
        }
    }

    /** Nanoseconds from opening a sequence to the logits behind its prompt. */
    private static double first(LocalModel model, int[] tokens, double[] reused) {
        long begin = System.nanoTime();
        try (TokenSequence sequence = model.open(SequenceOptions.capacity(tokens.length + 1))) {
            sequence.extend(tokens, 1);
            reused[0] = sequence.reused();
            return System.nanoTime() - begin;
        }
    }
}
