package dev.drover.gateway.command;

import dev.drover.engine.bench.BenchOptions;
import dev.drover.engine.bench.CacheStudy;
import dev.drover.engine.bench.EngineBench;
import dev.drover.engine.bench.FormatStudy;
import dev.drover.engine.bench.PauseStudy;
import dev.drover.engine.bench.PrefixStudy;
import dev.drover.engine.bench.Report;
import dev.drover.engine.bench.StartStudy;
import dev.drover.engine.bench.Study;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
                       ./drover bench engine --model NAME|FILE [--formats A,B] [--cache] [--prefix] [--start] [--pauses SECONDS]

                  --model NAME|FILE   a bundled model or a GGUF file; see also ./drover model random
                  --threads A,B       how many compute threads (default: 1,2); studies take the last
                  --json              a line of JSON a measurement

                Studies, instead of the above, each with lines of its own:
                  --formats A,B       the model written in each format, such as Q4_0,Q8_0,Q4_K, in turns
                  --cache             keys and values in F32, F16 and Q8_0: the time of a step, and perplexity with --text
                  --prefix            time to the first token with and without a shared beginning
                  --start, --warm     from opening the file to the first token and to 90 % of full speed; --warm warms up first
                  --pauses SECONDS    the longest gap between two tokens of one of 8 clients (600 for ten minutes)
                  --context N         tokens before what is measured, or of a prompt (default: 512)
                  --rounds N          how often things are measured (default: 9)
                  --text FILE         a text in UTF-8, or herd:dev or herd:held-out for the bundled models; --tokens N cuts it

                Decode is bound by memory: its bound is the bytes of a pass over the best of five reads of at least 1 GiB.
                The others are bound by arithmetic: their bound is the peak rate measured in the same run. The bound of grammar,
                an answer held to JSON, is the time of the same tokens without.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments
                .of(args, Set.of("model", "threads", "formats", "pauses", "context", "rounds", "text", "tokens"),
                        Set.of("json", "cache", "prefix", "start", "warm"))
                .alone();
        Path file = LocalFiles.file("model", arguments.text("model")
                .orElseThrow(() -> new Misuse("--model: missing (expected: a bundled model or a GGUF file)")));
        List<Integer> threads = arguments.list("threads", "1,2", text -> Arguments.whole("threads", text, 1, 1_024));
        List<Study> studies = studies(arguments);
        try {
            if (studies.isEmpty()) {
                EngineBench.run(BenchOptions.of(file, threads, arguments.flag("json")), out);
            }
            for (Study study : studies) {
                study.run(file, threads.getLast(), new Report(out, arguments.flag("json")));
            }
            return DONE;
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--" + wrong.getMessage());
        } catch (IOException failure) {
            err.println("drover bench engine: " + file + " cannot be read: " + failure.getMessage());
            return FAILED;
        }
    }

    private static List<Study> studies(Arguments arguments) {
        int context = arguments.whole("context", 512, 1, 1 << 24);
        int rounds = arguments.whole("rounds", 9, 1, 10_000);
        List<Study> studies = new ArrayList<>();
        if (arguments.flag("start")) {
            studies.add(new StartStudy(Duration.ofSeconds(10), arguments.flag("warm")));
        }
        if (arguments.text("formats").isPresent()) {
            studies.add(new FormatStudy(arguments.list("formats", "", BenchEngine::format), rounds, context));
        }
        if (arguments.flag("cache")) {
            studies.add(new CacheStudy(context, rounds,
                    arguments.text("text").isPresent() ? model -> TextTokens.of(model, arguments) : null));
        }
        if (arguments.flag("prefix")) {
            studies.add(new PrefixStudy(context, rounds));
        }
        if (arguments.text("pauses").isPresent()) {
            studies.add(new PauseStudy(Duration.ofSeconds(arguments.whole("pauses", 600, 1, 86_400)), 8));
        }
        return studies;
    }

    private static BlockFormat format(String name) {
        try {
            return BlockFormats.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new Misuse("--formats: " + unknown.getMessage());
        }
    }
}
