package dev.drover.engine.bench;

import dev.drover.engine.crew.Crew;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.kernel.KernelTraining;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.Limits;
import dev.drover.engine.schedule.Scheduler;
import dev.drover.engine.tokenizer.Tokenizers;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures a model: all kinds of work with each number of threads in turn, round after round, so that a machine whose
 * speed drifts treats all alike; medians are reported, each beside its bound. Decoding is bound by memory: the bytes of
 * every tensor that a pass reads, over the bandwidth of sequential reading. All else is bound by arithmetic: the weights
 * a pass multiplies, over the peak rate of multiply-adds. A line has
 *
 * <ul>
 * <li>{@code work}, {@code threads}, {@code context}: what was measured;
 * <li>{@code tokensPerSecond}, {@code millisPerPass}: how quick it was;
 * <li>{@code fixedMicros}: what a decoding step costs beyond its matrices' arithmetic;
 * <li>{@code boundRatio}: bound over measured time, 1 at best.
 * </ul>
 *
 * <p>
 * Of the work {@code open}, {@code millisPerPass} is the time from opening the file, which is in the system's cache by then,
 * to the logits of a first token, in a process that has not computed before. Of the work {@code cancel},
 * {@code millisPerPass} is the time from the moment when the client of a prompt of 512 tokens goes away until its place in the
 * engine is free; the figures that mean nothing there are 0. The work {@code grammar} is decoding an answer that is held to
 * JSON: {@code fixedMicros} is what the mask adds to a token, and {@code boundRatio} the time of the same tokens without it
 * over the time with it.
 */
public final class EngineBench {

    private EngineBench() {}

    /**
     * Measures and prints a line for each kind of work and number of threads.
     *
     * @throws IOException when the model cannot be read
     * @throws IllegalArgumentException when the model has no room for the context and a token after it
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged
     */
    public static void run(BenchOptions options, PrintStream output) throws IOException {
        KernelLevel kernels = KernelLevels.chosen();
        readOnce(options.model());
        long begin = System.nanoTime();
        try (GgufFile file = GgufFile.open(options.model())) {
            Network network = Architectures.load(file, kernels);
            if (options.context() >= network.contextLength()) {
                throw new IllegalArgumentException("context: " + options.context() + " (expected: less than "
                        + network.contextLength() + ", the model's context length)");
            }
            int threads = options.threads().getLast();
            firstToken(network, threads);
            Result opening = new Result("open", threads, 0, 0, (System.nanoTime() - begin) / 1e6, 0, 0);
            measure(options, output, kernels, file, network, opening);
        }
    }

    /** Has the system keep a file's pages; what it does not keep is read again at need. */
    private static void readOnce(Path model) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(model)) {
            int read = 0;
            while (read >= 0) {
                read = in.read(buffer);
            }
        }
    }

    private static void firstToken(Network network, int threads) {
        try (Crew crew = new Crew(threads); Scheduler scheduler = new Scheduler(crew, Limits.standard())) {
            try (TokenSequence sequence = scheduler.add(network).open(SequenceOptions.capacity(2))) {
                sequence.extend(new int[1], 1);
            }
        }
    }

    private static void measure(BenchOptions options, PrintStream output, KernelLevel kernels, GgufFile file,
            Network network, Result opening) {
        List<Measurement> measurements = new ArrayList<>();
        Vocabulary vocabulary = Tokenizers.of(file.metadata().asMap());
        Machine machine = new Machine(kernels);
        file.tensors()
                .stream()
                .map(Tensor::format)
                .distinct()
                .forEach(
                        format -> KernelTraining.run(kernels, format, System.nanoTime() + TimeUnit.SECONDS.toNanos(1)));
        try {
            for (int threads : options.threads()) {
                measurements.add(new Measurement(network, vocabulary, machine, threads, options.context()));
            }
            measurements.forEach(Measurement::warm);
            for (int round = 0; round < options.rounds(); round++) {
                measurements.forEach(Measurement::round);
            }
            List<Result> results = new ArrayList<>(List.of(opening));
            measurements.forEach(measurement -> results.addAll(measurement.results()));
            print(results, options, output);
        } finally {
            measurements.forEach(Measurement::close);
        }
    }

    private static void print(List<Result> results, BenchOptions options, PrintStream output) {
        if (!options.json()) {
            output.printf("%-11s %7s %8s %12s %10s %9s %7s%n", "work", "threads", "context", "tokens/s", "ms/pass",
                    "fixed us", "bound");
        }
        for (Result result : results) {
            output.printf(Locale.ROOT,
                    options.json()
                            ? "{\"work\":\"%s\",\"threads\":%d,\"context\":%d,\"tokensPerSecond\":%.2f,"
                                    + "\"millisPerPass\":%.4f,\"fixedMicros\":%.1f,\"boundRatio\":%.3f}%n"
                            : "%-11s %7d %8d %12.2f %10.4f %9.1f %7.3f%n",
                    result.work(), result.threads(), result.context(), result.tokensPerSecond(), result.millisPerPass(),
                    result.fixedMicros(), result.boundRatio());
        }
        output.flush();
    }

    /**
     * One line.
     *
     * @param work the kind of work
     * @param threads the number of threads
     * @param context how many tokens each sequence had before
     * @param tokensPerSecond over all sequences
     * @param millisPerPass of wall time
     * @param fixedMicros what a decoding step costs beyond its matrices' arithmetic
     * @param boundRatio bound over measured time
     */
    record Result(String work, int threads, int context, double tokensPerSecond, double millisPerPass,
            double fixedMicros, double boundRatio) {}
}
