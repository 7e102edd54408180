package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.gateway.evaluation.HerdEvaluation;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.gateway.evaluation.Outcomes;
import dev.drover.gateway.roster.BundledDocuments;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import dev.drover.router.Objective;
import dev.drover.router.evaluation.RouterEvaluation;
import dev.drover.router.quality.RouterModel;
import dev.drover.router.strategy.HerdStrategy;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Shows who of the herd solves what, and what routing makes of it. */
final class EvalHerd implements Command {

    @Override
    public String name() {
        return "eval herd";
    }

    @Override
    public String summary() {
        return "Ask the herd held-out items: models by domain, routed, best single, oracle.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover eval herd [OPTIONS]

                  --items N     held-out items a domain (default: 100)
                  --threads N   how many items are asked at a time (default: 1)
                  --json        a line of JSON a cell, then one for the routed herd

                Effective size and rescue rate are against the verifier; every candidate of the bundled policy counts.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("items", "threads"), Set.of("json")).alone();
        int each = arguments.whole("items", 100, 1, 10_000);
        int threads = arguments.whole("threads", 1, 1, 64);
        byte[] bytes = BundledDocuments.router("router");
        if (bytes == null) {
            throw new Misuse("this build bundles no router (expected: one; ./drover herd router trains it)");
        }
        try (LocalEngine engine = LocalFiles.forComparing(1)) {
            Herd herd = new Herd(engine, err);
            List<Item> items = HerdItems.each(Part.HELD_OUT, each);
            Outcomes outcomes = Outcomes.of(items, herd.contenders(), threads,
                    new Progress("eval herd", items.size(), err));
            RouterEvaluation routed = HerdEvaluation.route(HerdStrategy.of(RouterModel.read(bytes), 0.5, 200), outcomes,
                    herd.candidates(outcomes.meanMillis()), new Objective(1, 0.3, 0.05), 0.5, Herd.VERIFIER);
            if (arguments.flag("json")) {
                JsonLines.json(HerdEvaluation.matrix(outcomes), out);
                JsonLines.json(List.of(routed), out);
            } else {
                JsonLines.table(HerdEvaluation.matrix(outcomes), out);
                out.println();
                show(routed, out);
            }
            return DONE;
        }
    }

    private static void show(RouterEvaluation routed, PrintStream out) {
        out.printf("routed %.3f, best single %.3f (%s), oracle %.3f; gain %s%n", routed.routed(),
                routed.singles().get(routed.bestSingle()), routed.bestSingle(), routed.oracle(), routed.gain());
        out.printf("rescue rate %.3f of at most %.3f; effective size %.2fM, %.2f times smaller than the verifier%n",
                routed.rescueRate(), routed.oracleRescueRate(), routed.effectiveParameters() / 1e6,
                routed.timesSmaller());
        out.printf("a decision takes %.0f microseconds%n", routed.microsPerDecision());
        routed.groups().forEach((group, result) -> out.printf("%s: %s%n", group, result));
    }
}
