package dev.drover.gateway.command;

import dev.drover.gateway.faults.Control;
import dev.drover.gateway.faults.FaultSuite;
import dev.drover.gateway.faults.FaultSuite.Outcome;
import dev.drover.gateway.faults.FaultSuite.Result;
import dev.drover.gateway.faults.FaultUpstream;
import dev.drover.gateway.faults.SuitePolicies;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Looks how a gateway behaves when its upstream, its clients and its operators do not. */
final class Faults implements Command {

    private static final int PORT = 9_999;

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String summary() {
        return "Look how any gateway with OpenAI's interface behaves when things go wrong.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover faults --url URL [OPTIONS]
                       ./drover faults --upstream-only

                  --url URL             the gateway under test, such as http://127.0.0.1:8080
                  --key KEY             the key to send to it
                  --only TEXT           only cases whose name contains it
                  --control COMMAND     a command that acts on the gateway, called with one word: reload, reload-bad, drain,
                                        kill, start, redis-stop, redis-start, redis-freeze or redis-thaw
                  --patience SECONDS    the longest that anything may take (default: 20)
                  --upstream-port PORT  where the suite's upstream listens, and on the port above it (default: 9999)
                  --upstream-only       prints the policies that lead Drover to the upstream, and serves it until stopped
                  --lane reactive       have Drover answer without its fast lane, which else takes what it can
                  --json                one JSON object a case

                The gateway must lead the models that the policies name to the upstream. Ends with 1 when a case failed.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments
                .of(args, Set.of("url", "key", "only", "control", "patience", "upstream-port", "lane"),
                        Set.of("upstream-only", "json"))
                .alone();
        boolean alone = arguments.flag("upstream-only");
        String url = alone ? "" : url(arguments.required("url"));
        int port = arguments.whole("upstream-port", PORT, 1, 65_534);
        Duration patience = Duration.ofSeconds(arguments.whole("patience", 20, 10, 600));
        try (FaultUpstream upstream = new FaultUpstream(port, FaultSuite::script)) {
            if (alone) {
                out.print(SuitePolicies.of(upstream, "{env: DROVER_FAULTS_KEY}"));
                out.println("# DROVER_FAULTS_KEY may be any text. The upstream listens at " + upstream.url());
                out.flush();
                new CountDownLatch(1).await();
                return DONE;
            }
            Control control = arguments.text("control").map(Control::command).orElse(Control.NONE);
            return look(new FaultSuite.Target(() -> url, arguments.text("key").orElse(""), patience, control,
                    lane(arguments)), upstream, arguments, out);
        } catch (IOException taken) {
            err.println("drover faults: --upstream-port: " + port + " and " + (port + 1)
                    + " cannot both be listened on (expected: two free ports): " + taken.getMessage());
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return DONE;
        }
    }

    private static String lane(Arguments arguments) {
        String lane = arguments.text("lane").orElse("");
        if (!lane.isEmpty() && !lane.equals("reactive")) {
            throw Arguments.wrong("lane", lane, "reactive, or none for both lanes as they come");
        }
        return lane;
    }

    private static int look(FaultSuite.Target target, FaultUpstream upstream, Arguments arguments, PrintStream out) {
        boolean json = arguments.flag("json");
        List<Outcome> outcomes = FaultSuite.run(target, upstream, arguments.text("only").orElse(""), outcome -> {
            if (json) {
                JsonLines.json(List.of(outcome), out);
            } else {
                out.printf("%-7s %2d  %s%s%n", outcome.result().name().toLowerCase(java.util.Locale.ROOT),
                        outcome.item(), outcome.name(), outcome.why().isEmpty() ? "" : ": " + outcome.why());
                out.flush();
            }
        });
        if (!json) {
            out.println("\n" + count(outcomes, Result.OK) + " ok, " + count(outcomes, Result.FAILED) + " failed, "
                    + count(outcomes, Result.SKIPPED) + " skipped");
        }
        return count(outcomes, Result.FAILED) == 0 ? DONE : FAILED;
    }

    private static long count(List<Outcome> outcomes, Result result) {
        return outcomes.stream().filter(outcome -> outcome.result() == result).count();
    }

    private static String url(String written) {
        try {
            URI url = URI.create(written);
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
                return written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
            }
        } catch (IllegalArgumentException malformed) {
            throw Arguments.wrong("url", written, "an address such as http://127.0.0.1:8080");
        }
        throw Arguments.wrong("url", written, "an address such as http://127.0.0.1:8080");
    }
}
