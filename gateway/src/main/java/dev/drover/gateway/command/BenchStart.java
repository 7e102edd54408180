package dev.drover.gateway.command;

import dev.drover.gateway.startup.StartBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures start-up time and resident memory. */
final class BenchStart implements Command {

    @Override
    public String name() {
        return "bench start";
    }

    @Override
    public String summary() {
        return "Measure how soon the gateway is ready, and its resident memory.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover bench start [OPTIONS]

                  --runs N          how many starts, each without and with the cache of ./drover aot if it is there (default: 5)
                  --policies DIR    what they serve (default: a scripted model, so that no model's warm-up counts)
                  --streams N       also: N streams of ten seconds at once, and resident memory before, during and a minute
                                    after them (default: 0, which leaves this out)
                  --json            a line of JSON a measurement

                Resident memory is as Linux tells it.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("runs", "policies", "streams"), Set.of("json")).alone();
        int runs = arguments.whole("runs", 5, 0, 1_000);
        int streams = arguments.whole("streams", 0, 0, 100_000);
        Path policies = arguments.text("policies").map(Path::of).orElse(null);
        boolean json = arguments.flag("json");
        try {
            List<StartBench.Start> starts = new ArrayList<>();
            StartBench.starts(runs, cache(), policies, starts::add);
            print(starts, json, out);
            if (streams > 0) {
                print(List.of(StartBench.memory(streams, cache())), json, out);
            }
            return DONE;
        } catch (IOException failure) {
            err.println("drover bench start: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static void print(List<?> records, boolean json, PrintStream out) {
        if (json) {
            JsonLines.json(records, out);
        } else {
            JsonLines.table(records, out);
        }
    }

    /** The cache that the launcher knows of, if it has been made. */
    private static @Nullable Path cache() {
        String file = System.getProperty("drover.aot");
        return file == null || !Files.exists(Path.of(file)) ? null : Path.of(file);
    }
}
