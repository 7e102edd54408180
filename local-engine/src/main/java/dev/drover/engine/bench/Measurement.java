package dev.drover.engine.bench;

import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.crew.Member;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.Limits;
import dev.drover.engine.schedule.ModelQueue;
import dev.drover.engine.schedule.Scheduler;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Everything that is measured with one number of threads. */
final class Measurement implements AutoCloseable {

    private static final long ENOUGH_NANOS = 20_000_000;
    private static final long WARM_NANOS = 4_000_000_000L;
    private static final int WARM_TOKENS = 64;
    private static final Work LONGEST = Work.ALL.stream().max(Comparator.comparingInt(Work::tokens)).orElseThrow();

    private final Network network;
    private final Machine machine;
    private final int context;
    private final Crew crew;
    private final Scheduler scheduler;
    private final ModelQueue queue;
    private final Map<Work, Samples> samples = new LinkedHashMap<>();
    private final List<Double> arithmetic = new ArrayList<>();
    private final List<Double> cancels = new ArrayList<>();
    private final ForwardPass bare;
    private final @Nullable GrammarCost grammar;
    private final double bandwidth;
    private double peak;
    private double longPeak;

    Measurement(Network network, Vocabulary vocabulary, Machine machine, int threads, int context) {
        this.network = network;
        this.machine = machine;
        this.context = context;
        this.crew = new Crew(threads);
        this.scheduler = new Scheduler(crew, Limits.standard());
        this.queue = scheduler.add(network);
        this.bandwidth = machine.bandwidth(crew);
        for (Work work : Work.ALL) {
            if (context + work.tokens() <= network.contextLength()) {
                samples.put(work, new Samples());
            }
        }
        GrammarCost cost = new GrammarCost(queue, vocabulary, context, network.contextLength() - context);
        this.grammar = cost.tokens() > 0 ? cost : null;
        this.bare = network.newPass(queue.small() ? 1 : threads);
        KeyValueCache cache = new KeyValueCache(network.cacheShape());
        cache.reserve(1);
        bare.batch().add(cache, 0, 0, true);
        bare.prepare(() -> false);
    }

    /** Every kind of work once, then the short ones until the compiler has had its time with all they call. */
    void warm() {
        round();
        long end = System.nanoTime() + WARM_NANOS;
        while (System.nanoTime() < end) {
            samples.forEach((work, into) -> {
                if (work.sequences() == 1 && work.tokens() <= WARM_TOKENS) {
                    one(work, into);
                }
            });
            arithmetic();
            if (grammar != null) {
                grammar.round();
            }
        }
        if (grammar != null) {
            grammar.clear();
        }
        samples.values().forEach(Samples::clear);
        arithmetic.clear();
        cancels.clear();
        peak = 0;
        longPeak = 0;
    }

    void round() {
        samples.forEach((work, into) -> {
            if (work.sequences() == 1) {
                one(work, into);
            } else {
                several(work, into);
            }
            if (work.isLong()) {
                longPeak = Math.max(longPeak, machine.peak(crew, true));
            } else {
                peak = Math.max(peak, machine.peak(crew, false));
            }
        });
        if (grammar != null) {
            grammar.round();
        }
        cancelled();
        arithmetic.add(arithmetic());
    }

    private void one(Work work, Samples into) {
        try (TokenSequence sequence = open(work)) {
            int[] tokens = new int[work.tokens()];
            int turns = 0;
            long passes = queue.statistics().passes();
            long start = System.nanoTime();
            long spent = 0;
            while (spent < ENOUGH_NANOS) {
                sequence.extend(tokens, work.outputs());
                sequence.truncate(context);
                turns++;
                spent = System.nanoTime() - start;
            }
            into.add((double) spent / turns, (double) (queue.statistics().passes() - passes) / turns);
        }
    }

    /** All sequences take their steps at the same time, each on a virtual thread of its own. */
    private void several(Work work, Samples into) {
        List<TokenSequence> sequences = new ArrayList<>();
        for (int i = 0; i < work.sequences(); i++) {
            sequences.add(open(work));
        }
        int turns = 4;
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(work.sequences());
        for (TokenSequence sequence : sequences) {
            Thread.ofVirtual().start(() -> steps(sequence, turns, begin, end));
        }
        long passes = queue.statistics().passes();
        long start = System.nanoTime();
        begin.countDown();
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        into.add((double) (System.nanoTime() - start) / turns, (double) (queue.statistics().passes() - passes) / turns);
        sequences.forEach(TokenSequence::close);
    }

    /**
     * A client that goes away in the midst of its prompt: from there until its sequence is closed and another may take its
     * place.
     */
    private void cancelled() {
        Samples prefill = samples.get(LONGEST);
        if (prefill == null) {
            return;
        }
        AtomicBoolean inTime = new AtomicBoolean();
        Thread client = Thread.ofPlatform().start(() -> {
            try (TokenSequence sequence = open(LONGEST)) {
                sequence.extend(new int[LONGEST.tokens()], 1);
            } catch (InferenceFailure.Cancelled expected) {
                inTime.set(true);
            }
        });
        LockSupport.parkNanos((long) median(prefill.nanos) / 2);
        long gone = System.nanoTime();
        client.interrupt();
        try {
            client.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (inTime.get()) {
            cancels.add((double) (System.nanoTime() - gone));
        }
    }

    private static void steps(TokenSequence sequence, int turns, CountDownLatch begin, CountDownLatch end) {
        try {
            begin.await();
            for (int i = 0; i < turns; i++) {
                sequence.extend(new int[1], 1);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end.countDown();
        }
    }

    private TokenSequence open(Work work) {
        int capacity = Math.min(network.contextLength(), context + Math.max(work.tokens(), 8));
        TokenSequence sequence = queue.openApart(SequenceOptions.capacity(capacity));
        sequence.extend(new int[context], 0);
        return sequence;
    }

    /** Nanoseconds of a decoding step's matrices alone. */
    private double arithmetic() {
        int turns = 0;
        long start = System.nanoTime();
        long spent = 0;
        while (spent < ENOUGH_NANOS) {
            if (queue.small()) {
                bare.multiplyOnly(Member.ALONE);
            } else {
                crew.run(bare::multiplyOnly);
            }
            turns++;
            spent = System.nanoTime() - start;
        }
        return (double) spent / turns;
    }

    List<EngineBench.Result> results() {
        List<EngineBench.Result> results = new ArrayList<>();
        double bare = median(arithmetic);
        samples.forEach((work, measured) -> {
            double nanos = median(measured.nanos);
            int tokens = work.sequences() * work.tokens();
            double bound = work.readsMost() ? network.bytesPerToken() / bandwidth
                    : network.multiplications(tokens, work.sequences() * work.outputs())
                            / (work.isLong() ? longPeak : peak);
            double fixed = work.readsMost() ? Math.max(0, (nanos - bare) / 1e3) : 0;
            results.add(new EngineBench.Result(work.name(), crew.size(), context, tokens * 1e9 / nanos,
                    nanos / 1e6 / Math.max(1, median(measured.passes)), fixed, bound * 1e9 / nanos));
        });
        if (grammar != null) {
            double held = grammar.masked();
            results.add(new EngineBench.Result("grammar", crew.size(), context, 1e9 / held, held / 1e6,
                    Math.max(0, held - grammar.plain()) / 1e3, grammar.plain() / held));
        }
        if (!cancels.isEmpty()) {
            results.add(new EngineBench.Result("cancel", crew.size(), context, 0, median(cancels) / 1e6, 0, 0));
        }
        return results;
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(0);
    }

    @Override
    public void close() {
        scheduler.close();
        crew.close();
    }

    /** What was measured of one kind of work. */
    private static final class Samples {

        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> passes = new ArrayList<>();

        void add(double time, double count) {
            nanos.add(time);
            passes.add(count);
        }

        void clear() {
            nanos.clear();
            passes.clear();
        }
    }
}
