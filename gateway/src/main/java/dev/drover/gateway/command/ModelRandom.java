package dev.drover.gateway.command;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomEncoder;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Writes a model of random weights, to measure with. */
final class ModelRandom implements Command {

    @Override
    public String name() {
        return "model random";
    }

    @Override
    public String summary() {
        return "Write a model of random weights, to measure with.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model random --shape 1.1B|110M --format F --out FILE [--architecture A] [--seed N]

                  --shape NAME      1.1B: width 2048, 22 layers, 32 heads, 4 KV heads, hidden 5632
                                    110M: width 768, 12 layers, 12 heads, 12 KV heads, hidden 2048
                  --format F        how matrices are stored where their rows divide into blocks: one of
                                    %s
                  --out FILE        the GGUF file to write
                  --architecture A  %s (default: llama), or bert, which makes embeddings
                  --seed N          where the random numbers start (default: 1)""".formatted(BlockFormats.names(),
                String.join(", ", RandomModel.architectures()));
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("shape", "format", "out", "architecture", "seed"), Set.of())
                .alone();
        Path target = Path.of(arguments.required("out"));
        try {
            RandomShape shape = RandomShape.named(arguments.required("shape"));
            BlockFormat format = BlockFormats.named(arguments.required("format"));
            String architecture = arguments.text("architecture").orElse("llama");
            int seed = arguments.whole("seed", 1, 0, Integer.MAX_VALUE);
            if (architecture.equals(RandomEncoder.ARCHITECTURE)) {
                RandomEncoder.write(shape, format, seed, target);
            } else {
                RandomModel.write(shape, architecture, format, seed, target);
            }
            out.printf("%s: %,d bytes%n", target, Files.size(target));
            return DONE;
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--" + wrong.getMessage());
        } catch (IOException failure) {
            err.println("drover model random: " + target + " cannot be written: " + failure.getMessage());
            return FAILED;
        }
    }
}
