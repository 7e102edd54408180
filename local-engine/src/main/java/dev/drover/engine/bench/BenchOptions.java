package dev.drover.engine.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What to measure.
 *
 * @param model a GGUF file
 * @param threads numbers of threads, 1 to 1,024 each, all measured
 * @param context how many tokens a sequence has before what is measured, at least 1
 * @param rounds how often everything is measured, all kinds of work in turn; medians are reported
 * @param json whether a line is a JSON object, or a row of a table
 */
public record BenchOptions(Path model, List<Integer> threads, int context, int rounds, boolean json) {

    /** Checks the ranges. */
    public BenchOptions {
        threads = List.copyOf(threads);
        if (threads.isEmpty() || threads.stream().anyMatch(count -> count < 1 || count > 1024)) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: numbers from 1 to 1024)");
        }
        if (context < 1) {
            throw new IllegalArgumentException("context: " + context + " (expected: at least 1)");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: at least 1)");
        }
    }

    /** A context of 64 tokens and 7 rounds. */
    public static BenchOptions of(Path model, List<Integer> threads, boolean json) {
        return new BenchOptions(model, threads, 64, 7, json);
    }
}
