package dev.drover.gateway.command;

import dev.drover.gateway.bench.GatewayBench;
import dev.drover.gateway.bench.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures the gateway under load, beside nginx and the direct call. */
final class BenchGateway implements Command {

    private static final String ALL = Arrays.stream(Work.values()).map(Work::word).collect(Collectors.joining(","));

    @Override
    public String name() {
        return "bench gateway";
    }

    @Override
    public String summary() {
        return "Measure the gateway under load, beside nginx and the direct call.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover bench gateway [OPTIONS]

                  --work A,B     which loads (default: %s)
                  --seconds N    how long each is measured (default: 8)
                  --warm-up N    how long it runs before, once a target (default: 12)
                  --rounds N     how often; the median is told (default: 3)
                  --no-recovery  do not wait a minute at the end to see how much memory is given back
                  --json         a line of JSON a measurement, instead of a table

                Everything runs on this machine: the target on one core, the mock upstream and the load generator on
                another. Targets take turns; only ratios within a run count. Needs nginx for its ratios: apt-get install nginx.
                5,000 streams need three times as many open files: see ulimit -n."""
                .formatted(ALL);
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments
                .of(args, Set.of("work", "seconds", "warm-up", "rounds"), Set.of("json", "no-recovery"))
                .alone();
        GatewayBench.Plan plan = new GatewayBench.Plan(arguments.list("work", ALL, BenchGateway::work),
                arguments.whole("seconds", 8, 1, 3_600), arguments.whole("warm-up", 12, 0, 600),
                arguments.whole("rounds", 3, 1, 100), !arguments.flag("no-recovery"));
        boolean json = arguments.flag("json");
        List<GatewayBench.Line> lines = new ArrayList<>();
        try (GatewayBench bench = new GatewayBench(why -> err.println("drover bench gateway: " + why))) {
            bench.run(plan, line -> {
                lines.add(line);
                if (json) {
                    JsonLines.json(List.of(line), out);
                }
            });
        } catch (IOException failure) {
            err.println("drover bench gateway: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
        if (!json) {
            JsonLines.table(lines, out);
        }
        return DONE;
    }

    private static Work work(String word) {
        try {
            return Work.of(word);
        } catch (IllegalArgumentException unknown) {
            throw new Misuse("--" + unknown.getMessage());
        }
    }
}
