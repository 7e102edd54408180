package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.convert.Requantization;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.precision.MixedPrecision;
import dev.drover.engine.precision.MixedPrecision.Plan;
import dev.drover.engine.quality.Perplexity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a format for each matrix of a model, so that the file has a size, and writes it. Three quarters of the text's
 * windows are measured on, every fourth tells how it came out.
 */
final class MixedQuantization {

    /** Options that ask for it. */
    static final Set<String> SIZES = Set.of("target-size", "bits-per-weight");

    private static final int WINDOW = 256;
    private static final int CALIBRATION = 8_192;
    private static final int OF_FOUR = 4;
    private static final int HEADER_SPARE = 128;
    private static final int ALIGNMENT = 32;

    private final Arguments arguments;
    private final Path source;
    private final PrintStream out;
    private final PrintStream err;

    MixedQuantization(Arguments arguments, Path source, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.source = source;
        this.out = out;
        this.err = err;
    }

    /**
     * One model in the report.
     *
     * @param formats {@code mixed}, or the one format of all
     * @param bytes of the file
     * @param bitsPerWeight of its tensors
     * @param perplexity on the windows that were not measured on
     * @param divergence from the source, in nats a token, on the same
     * @param sameFirst the share of tokens for which both hold the same token most probable
     */
    record Row(String formats, long bytes, double bitsPerWeight, double perplexity, double divergence,
            double sameFirst) {}

    /**
     * Does it.
     *
     * @param target the file to write; null to write none
     * @throws IOException when a file cannot be read or written
     */
    void run(@Nullable Path target) throws IOException {
        try (LocalEngine engine = LocalEngine.standard(); GgufFile file = GgufFile.open(source)) {
            long budget = budget(file);
            LocalModel reference = LocalFiles.open(engine, "from", source.toString());
            int window = Math.min(WINDOW, reference.contextLength());
            int[] tokens = TextTokens.of(reference, arguments);
            int[] train = windows(tokens, window, false);
            MixedPrecision search = new MixedPrecision(engine, file,
                    new MixedPrecision.Settings(formats(), arguments.text("measure").orElse("few").equals("all"),
                            Arrays.copyOf(train, Math.min(train.length, CALIBRATION)), window));
            MixedPrecision.Measured measured = search.measure(reference,
                    new Progress("measuring", search.steps(), err));
            Plan plan = planned(measured, budget);
            report(plan, file);
            if (target != null) {
                int[] dev = windows(tokens, window, true);
                Requantization.write(file, plan::formatOf, plan.mostly(), target,
                        new Progress("model quantize", Requantization.steps(file), err));
                List<Row> rows = new ArrayList<>();
                rows.add(row(engine, "mixed", target, reference, dev, window));
                if (arguments.flag("compare")) {
                    compare(engine, file, target, reference, dev, window, rows);
                }
                out.println();
                JsonLines.table(rows, out);
            }
        }
    }

    private static Plan planned(MixedPrecision.Measured measured, long budget) {
        try {
            return measured.plan(budget);
        } catch (IllegalArgumentException tooSmall) {
            throw new Command.Misuse("--" + tooSmall.getMessage());
        }
    }

    /** What the matrices may take: the size without the header, vectors and padding. */
    private long budget(GgufFile file) throws IOException {
        long weights = file.tensors().stream().mapToLong(tensor -> tensor.columns() * tensor.rows()).sum();
        long stored = file.tensors().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
        long vectors = file.tensors()
                .stream()
                .filter(tensor -> tensor.rows() == 1)
                .mapToLong(tensor -> BlockFormats.F32.bytes(tensor.columns()))
                .sum();
        if (arguments.text("bits-per-weight").isPresent()) {
            double bits = Arguments.number("bits-per-weight", arguments.required("bits-per-weight"), 1, 32);
            return (long) (bits * weights / 8) - vectors;
        }
        long header = Math.max(0, Files.size(source) - stored) + HEADER_SPARE;
        return Sizes.parse("target-size", arguments.required("target-size")) - header - vectors
                - (long) ALIGNMENT * file.tensors().size();
    }

    private List<BlockFormat> formats() {
        try {
            return arguments.text("formats").isEmpty() ? MixedPrecision.standard()
                    : arguments.list("formats", "", BlockFormats::named);
        } catch (IllegalArgumentException unknown) {
            throw new Command.Misuse("--formats: " + unknown.getMessage());
        }
    }

    /** Every fourth window of a text, or all others. */
    private static int[] windows(int[] tokens, int window, boolean fourth) {
        int[] kept = new int[tokens.length];
        int count = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (i / window % OF_FOUR == OF_FOUR - 1 == fourth) {
                kept[count++] = tokens[i];
            }
        }
        if (count < 2) {
            throw new Command.Misuse("--text: " + tokens.length + " tokens (expected: at least " + OF_FOUR * window
                    + ", to measure on three windows and to look how it came out on a fourth)");
        }
        return Arrays.copyOf(kept, count);
    }

    private void report(Plan plan, GgufFile file) {
        int width = plan.tensors().keySet().stream().mapToInt(String::length).max().orElse(0);
        plan.tensors()
                .forEach((name, storage) -> out.printf(Locale.ROOT, "%-" + width + "s  %-7s %,13d bytes  %.6f%n", name,
                        storage.format().name(), storage.bytes(), storage.loss()));
        int vectors = file.tensors().size() - plan.tensors().size();
        out.printf(Locale.ROOT,
                "%ntensors: %d matrices, %d vectors in f32%nmatrices: %,d bytes%n"
                        + "foretold divergence: %.6f nats a token (no choice of that size is foretold below %.6f)%n",
                plan.tensors().size(), vectors, plan.bytes(), plan.loss(), plan.bound());
    }

    private static Row row(LocalEngine engine, String name, Path file, LocalModel reference, int[] tokens, int window)
            throws IOException {
        try (GgufFile written = GgufFile.open(file); LocalModel model = engine.open(name, file)) {
            Perplexity.Result result = Perplexity.measure(model, reference, tokens, window, done -> {
            });
            long weights = written.tensors().stream().mapToLong(tensor -> tensor.columns() * tensor.rows()).sum();
            long bytes = written.tensors().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
            return new Row(name, Files.size(file), 8.0 * bytes / weights, result.perplexity(),
                    Objects.requireNonNull(result.divergence()), Objects.requireNonNull(result.sameFirst()));
        }
    }

    /** Every format by itself, the smallest first. */
    private void compare(LocalEngine engine, GgufFile file, Path target, LocalModel reference, int[] tokens, int window,
            List<Row> rows) throws IOException {
        Path beside = target.resolveSibling(target.getFileName() + ".compared");
        List<Row> uniform = new ArrayList<>();
        try {
            for (BlockFormat format : formats()) {
                Requantization.write(file, format, beside, done -> {
                });
                uniform.add(row(engine, format.name(), beside, reference, tokens, window));
            }
        } finally {
            Files.deleteIfExists(beside);
        }
        uniform.sort(Comparator.comparingLong(Row::bytes));
        rows.addAll(uniform);
    }
}
