package dev.drover.engine.bench;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a process that has not computed before comes to full speed: the time from opening the file to its weights being ready,
 * to the first token, and to the first quarter of a second in which decoding had 90 % of the speed of the last two seconds.
 * Measure it in a process of its own, and with {@code warm} to see what a warm-up changes.
 *
 * @param span how long it decodes
 * @param warm whether the model is warmed up first, as a gateway does before it is ready
 */
public record StartStudy(Duration span, boolean warm) implements Study {

    private static final double STEADY = 0.9;
    private static final long WINDOW_NANOS = 250_000_000;
    private static final long LAST_NANOS = 2_000_000_000;

    @Override
    public void run(Path model, int threads, Report report) throws IOException {
        long begin = System.nanoTime();
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(threads))) {
            LocalModel opened = engine.open("model", model);
            long ready = System.nanoTime();
            if (warm) {
                opened.warm(span);
            }
            long warmed = System.nanoTime();
            List<Long> ends = decode(opened, warmed + span.toNanos());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("threads", threads);
            figures.put("warm", String.valueOf(warm));
            figures.put("millisToReady", (ready - begin) / 1e6);
            figures.put("millisToWarm", (warmed - begin) / 1e6);
            figures.put("millisToFirstToken", (ends.getFirst() - begin) / 1e6);
            figures.put("millisOfFirstToken", (ends.getFirst() - warmed) / 1e6);
            double steady = speed(ends, ends.getLast() - Math.min(LAST_NANOS, span.toNanos() / 2), ends.getLast());
            figures.put("tokensPerSecond", steady * 1e9);
            figures.put("millisToNineTenths", (reached(ends, warmed, STEADY * steady) - begin) / 1e6);
            report.line("start", figures);
        }
    }

    /** When each token was there. */
    private static List<Long> decode(LocalModel model, long until) {
        List<Long> ends = new ArrayList<>();
        int capacity = Math.min(64, model.contextLength());
        try (TokenSequence sequence = model.open(SequenceOptions.capacity(capacity))) {
            while (ends.isEmpty() || System.nanoTime() < until) {
                if (sequence.length() == capacity) {
                    sequence.truncate(0);
                }
                sequence.extend(new int[1], 1);
                ends.add(System.nanoTime());
            }
        }
        return ends;
    }

    /** Tokens a nanosecond between two times. */
    private static double speed(List<Long> ends, long from, long to) {
        return ends.stream().filter(end -> end > from && end <= to).count() / (double) Math.max(1, to - from);
    }

    /** When the speed over a window first was at least so much. */
    private static long reached(List<Long> ends, long begin, double wanted) {
        int first = 0;
        for (int i = 0; i < ends.size(); i++) {
            while (ends.get(i) - ends.get(first) > WINDOW_NANOS) {
                first++;
            }
            long span = ends.get(i) - (first == 0 ? begin : ends.get(first - 1));
            if (i > first && (i - first + 1) / (double) span >= wanted) {
                return ends.get(i);
            }
        }
        return ends.getLast();
    }
}
