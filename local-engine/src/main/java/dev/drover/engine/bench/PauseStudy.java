package dev.drover.engine.bench;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a client waits for its next token at worst: some clients decode without a pause, each a new prompt of random length
 * behind every answer of 64 tokens. Gaps are those between two tokens of an answer. An idle thread that only wants to wake
 * every half millisecond notes when it is late: that part of a gap was made by the machine or the collector, and is
 * subtracted from the second figure. It also waits for a core that the engine itself has, so both figures are told.
 *
 * @param span how long; each client has a token at least, however short
 * @param clients how many clients
 */
public record PauseStudy(Duration span, int clients) implements Study {

    private static final int ANSWER = 64;
    private static final int LONGEST_PROMPT = 512;
    private static final long TICK_NANOS = 500_000;
    private static final long LATE_NANOS = 1_000_000;
    private static final int KEPT = 100;

    /** A gap or a stall. */
    private record Interval(long from, long to) {

        long nanos() {
            return to - from;
        }

        long shared(Interval other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }
    }

    /** What one client saw. */
    private static final class Seen {

        private final List<Interval> longest = new ArrayList<>();
        private long tokens;
        private long nanos;

        void add(Interval gap) {
            tokens++;
            nanos += gap.nanos();
            longest.add(gap);
            if (longest.size() > 2 * KEPT) {
                longest.sort((a, b) -> Long.compare(b.nanos(), a.nanos()));
                longest.subList(KEPT, longest.size()).clear();
            }
        }
    }

    @Override
    public void run(Path model, int threads, Report report) throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(threads))) {
            LocalModel opened = engine.open("model", model);
            opened.warm(Duration.ofSeconds(10));
            long end = System.nanoTime() + span.toNanos();
            List<Interval> stalls = new ArrayList<>();
            List<Seen> seen = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(clients + 1);
            Thread.ofPlatform().name("control").start(() -> {
                watch(stalls, end);
                done.countDown();
            });
            for (int i = 0; i < clients; i++) {
                Seen own = new Seen();
                seen.add(own);
                int seed = i;
                Thread.ofVirtual().start(() -> {
                    try {
                        decode(opened, own, seed, end);
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();
            tell(seen, stalls, threads, report);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void watch(List<Interval> stalls, long end) {
        long last = System.nanoTime();
        while (last < end) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            if (now - last > TICK_NANOS + LATE_NANOS) {
                stalls.add(new Interval(last + TICK_NANOS, now));
            }
            last = now;
        }
    }

    private static void decode(LocalModel model, Seen seen, int seed, long end) {
        SplittableRandom random = new SplittableRandom(seed);
        int most = Math.min(LONGEST_PROMPT, model.contextLength() - ANSWER - 1);
        int size = model.vocabulary().size();
        do {
            int[] prompt = random.ints(random.nextInt(1, Math.max(2, most)), 0, size).toArray();
            try (TokenSequence sequence = model.open(SequenceOptions.capacity(prompt.length + ANSWER))) {
                int token = sequence.extend(prompt, 1).argmax(0);
                long last = System.nanoTime();
                for (int i = 0; i < ANSWER && (i == 0 || last < end); i++) {
                    token = sequence.extend(new int[] {token}, 1).argmax(0);
                    long now = System.nanoTime();
                    seen.add(new Interval(last, now));
                    last = now;
                }
            } catch (InferenceFailure.Overloaded full) {
                LockSupport.parkNanos(TICK_NANOS);
            }
        } while (System.nanoTime() < end);
    }

    private void tell(List<Seen> seen, List<Interval> stalls, int threads, Report report) {
        long tokens = seen.stream().mapToLong(each -> each.tokens).sum();
        long nanos = seen.stream().mapToLong(each -> each.nanos).sum();
        List<Interval> gaps = seen.stream().flatMap(each -> each.longest.stream()).toList();
        double longest = gaps.stream().mapToLong(Interval::nanos).max().orElse(0);
        double ours = gaps.stream()
                .mapToLong(gap -> gap.nanos() - stalls.stream().mapToLong(gap::shared).sum())
                .max()
                .orElse(0);
        long[] lengths = stalls.stream().mapToLong(Interval::nanos).sorted().toArray();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("threads", threads);
        figures.put("clients", clients);
        figures.put("seconds", span.toMillis() / 1e3);
        figures.put("tokens", tokens);
        figures.put("meanMillis", nanos / 1e6 / Math.max(1, tokens));
        figures.put("longestMillis", longest / 1e6);
        figures.put("longestMillisOfOurs", ours / 1e6);
        figures.put("stalls", lengths.length);
        figures.put("stalledMillis", Arrays.stream(lengths).sum() / 1e6);
        figures.put("longestStallMillis", lengths.length == 0 ? 0.0 : lengths[lengths.length - 1] / 1e6);
        report.line("pauses", figures);
    }
}
