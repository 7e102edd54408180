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
import java.util.Set;

/** Writes a model again in another format. */
final class ModelQuantize implements Command {

    @Override
    public String name() {
        return "model quantize";
    }

    @Override
    public String summary() {
        return "Write a model again in another format, from any to any.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model quantize --from NAME|FILE --format F --out FILE

                  --from NAME|FILE   a bundled model or a GGUF file; of several files, the first
                  --format F         how matrices are stored: one of
                                     %s
                  --out FILE         the GGUF file to write

                Matrices whose rows do not divide into blocks of the format are stored in f16, norms in f32. What is
                stored in the format already is copied. Every change to fewer bits loses: begin with the best file.
                ./drover model perplexity says how much.""".formatted(BlockFormats.names());
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("from", "format", "out"), Set.of()).alone();
        String from = arguments.required("from");
        BlockFormat format = format(arguments.required("format"));
        Path target = Path.of(arguments.required("out"));
        Path source = LocalFiles.file("from", from);
        try {
            if (Files.exists(target) && Files.isSameFile(source, target)) {
                throw Arguments.wrong("out", target.toString(), "another file than --from");
            }
            try (GgufFile file = GgufFile.open(source)) {
                Requantization.write(file, format, target,
                        new Progress("model quantize", Requantization.steps(file), err));
            }
            out.printf(Locale.ROOT, "%s: %,d bytes, %.0f %% of %s%n", target, Files.size(target),
                    100.0 * Files.size(target) / Files.size(source), source);
            return DONE;
        } catch (InvalidModelFile invalid) {
            throw new Misuse("--from: " + invalid.getMessage());
        } catch (IOException failure) {
            err.println("drover model quantize: " + target + " cannot be written: " + failure.getMessage());
            return FAILED;
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
