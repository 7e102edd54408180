package dev.drover.gateway.command;

import dev.drover.engine.convert.Requantization;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a model again in another format, or in those that fit a size. */
final class ModelQuantize implements Command {

    private static final Set<String> OPTIONS = Set.of("from", "format", "out", "target-size", "bits-per-weight", "text",
            "tokens", "formats", "measure");
    private static final Set<String> FOR_MIXED = Set.of("text", "tokens", "formats", "measure", "compare", "dry-run");

    @Override
    public String name() {
        return "model quantize";
    }

    @Override
    public String summary() {
        return "Write a model again in another format, or in the best mix of formats for a size.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model quantize --from NAME|FILE --format F --out FILE
                       ./drover model quantize --from NAME|FILE --target-size SIZE --text FILE --out FILE [OPTIONS]

                  --from NAME|FILE     a bundled or pulled model or a GGUF file; of several files, the first
                  --format F           how matrices are stored: one of
                                       %s
                  --out FILE           the GGUF file to write

                Matrices whose rows do not divide into blocks of the format are stored in f16, norms in f32. What is
                stored in the format already is copied. Every change to fewer bits loses: begin with the best file.
                ./drover model perplexity says how much.

                With a size instead of a format, each matrix gets the format that it deserves: what every matrix loses in
                each is measured, and the bytes are spent where they help most.

                  --target-size SIZE   of the file, such as 4.2MB or 600MiB
                  --bits-per-weight X  or the mean over all weights
                  --text FILE          what to measure on: %s
                  --tokens N           how many of its tokens (default: all; some 8,000 of them are measured on)
                  --formats A,B        what to choose from (default: all; what divides no row is not offered for it)
                  --measure few|all    two formats of a matrix, the others from how far its numbers move, or all
                                       (default: few)
                  --compare            how each format by itself comes out, beside
                  --dry-run            only tell what would be chosen"""
                .formatted(BlockFormats.names(), TextTokens.EXPECTED);
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, OPTIONS, Set.of("compare", "dry-run")).alone();
        boolean mixed = MixedQuantization.SIZES.stream().anyMatch(size -> arguments.text(size).isPresent());
        check(arguments, mixed);
        Path source = LocalFiles.file("from", arguments.required("from"));
        @Nullable
        Path target = arguments.flag("dry-run") ? null : Path.of(arguments.required("out"));
        try {
            if (target != null && Files.exists(target) && Files.isSameFile(source, target)) {
                throw Arguments.wrong("out", target.toString(), "another file than --from");
            }
            if (mixed) {
                new MixedQuantization(arguments, source, out, err).run(target);
            } else {
                uniform(source, format(arguments.required("format")), Objects.requireNonNull(target), err);
            }
            if (target != null) {
                out.printf(Locale.ROOT, "%s: %,d bytes, %.0f %% of %s%n", target, Files.size(target),
                        100.0 * Files.size(target) / Files.size(source), source);
            }
            return DONE;
        } catch (InvalidModelFile invalid) {
            throw new Misuse("--from: " + invalid.getMessage());
        } catch (IOException failure) {
            err.println("drover model quantize: "
                    + (target == null ? source + " cannot be read: " : target + " cannot be written: ")
                    + failure.getMessage());
            return FAILED;
        }
    }

    /** Options of one way given with the other are a mistake, never ignored. */
    private static void check(Arguments arguments, boolean mixed) {
        Set<String> foreign = mixed ? Set.of("format") : FOR_MIXED;
        foreign.stream().filter(arguments.values()::containsKey).sorted().findFirst().ifPresent(option -> {
            throw new Misuse("--" + option + ": given (expected: only " + (mixed ? "without" : "with")
                    + " --target-size or --bits-per-weight)");
        });
        if (arguments.values().keySet().containsAll(MixedQuantization.SIZES)) {
            throw new Misuse("--bits-per-weight: given beside --target-size (expected: one of them)");
        }
        String measure = arguments.text("measure").orElse("few");
        if (!measure.equals("few") && !measure.equals("all")) {
            throw Arguments.wrong("measure", measure, "few or all");
        }
    }

    private static void uniform(Path source, BlockFormat format, Path target, PrintStream err) throws IOException {
        try (GgufFile file = GgufFile.open(source)) {
            Requantization.write(file, format, target, new Progress("model quantize", Requantization.steps(file), err));
        }
    }

    private static BlockFormat format(String name) {
        try {
            return BlockFormats.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new Misuse("--" + unknown.getMessage());
        }
    }
}
