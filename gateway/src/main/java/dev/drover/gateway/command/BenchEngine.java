package dev.drover.gateway.command;

import dev.drover.engine.bench.BenchOptions;
import dev.drover.engine.bench.EngineBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Measures the engine against what the machine can do. */
final class BenchEngine implements Command {

    @Override
    public String name() {
        return "bench engine";
    }

    @Override
    public String summary() {
        return "Measure the engine on a model file, against the machine's bounds.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover bench engine --model NAME|FILE [--threads 1,2] [--json]

                  --model NAME|FILE   a bundled model or a GGUF file; see also ./drover model random
                  --threads A,B       how many compute threads (default: 1,2)
                  --json              a line of JSON a measurement

                Decode is bound by memory: its bound is the bytes of a pass over the best of five reads of at least 1 GiB.
                The others are bound by arithmetic: their bound is the peak rate measured in the same run. The bound of grammar,
                an answer held to JSON, is the time of the same tokens without.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("model", "threads"), Set.of("json")).alone();
        Path file = LocalFiles.file("model", arguments.text("model")
                .orElseThrow(() -> new Misuse("--model: missing (expected: a bundled model or a GGUF file)")));
        List<Integer> threads = arguments.list("threads", "1,2", text -> Arguments.whole("threads", text, 1, 1_024));
        try {
            EngineBench.run(BenchOptions.of(file, threads, arguments.flag("json")), out);
            return DONE;
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--" + wrong.getMessage());
        } catch (IOException failure) {
            err.println("drover bench engine: " + file + " cannot be read: " + failure.getMessage());
            return FAILED;
        }
    }
}
