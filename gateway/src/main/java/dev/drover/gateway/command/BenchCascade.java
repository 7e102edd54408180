package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.gateway.evaluation.CascadeBench;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Measures the deferral rules on the bundled pair. */
final class BenchCascade implements Command {

    private static final List<String> RULES = List.of("lossless", "chow", "diff", "opt", "token-v1", "token-v2",
            "token-v3", "lossy");

    @Override
    public String name() {
        return "bench cascade";
    }

    @Override
    public String summary() {
        return "Measure every deferral rule on the bundled pair, against the large model alone.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover bench cascade [OPTIONS]

                  --items N          held-out items, drawn from all domains in turn (default: 210)
                  --rules A,B        which rules (default: %s)
                  --gamma A,B        block lengths, 1 to 15 or adaptive (default: 5,10)
                  --temperature A,B  sampling temperatures (default: 0)
                  --drafter M        another small model: a name or a GGUF file (default: herd-drafter)
                  --verifier M       another large one with the same tokens (default: herd-verifier)
                  --seed N           where random numbers start (default: 1)
                  --json             a line of JSON a setting, instead of a table

                All settings answer each item before the next begins; only ratios within a run count."""
                .formatted(String.join(",", RULES));
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments
                .of(args, Set.of("items", "rules", "gamma", "temperature", "drafter", "verifier", "seed"),
                        Set.of("json"))
                .alone();
        CascadeBench.Plan plan = new CascadeBench.Plan(arguments.list("rules", String.join(",", RULES), Rules::named),
                arguments.list("gamma", "5,10", Rules::gamma),
                arguments.list("temperature", "0", text -> Arguments.number("temperature", text, 0, 2)),
                arguments.whole("seed", 1, 0, Integer.MAX_VALUE));
        List<Item> items = HerdItems.mixed(Part.HELD_OUT, arguments.whole("items", 210, 7, 100_000));
        try (LocalEngine engine = LocalFiles.engine(1)) {
            CascadeBench bench = new CascadeBench(
                    LocalFiles.warm(engine, "drafter", arguments.text("drafter").orElse("herd-drafter")),
                    LocalFiles.warm(engine, "verifier", arguments.text("verifier").orElse("herd-verifier")));
            List<CascadeBench.Line> lines = bench.run(items, plan, new Progress("bench cascade", items.size(), err));
            if (arguments.flag("json")) {
                JsonLines.json(lines, out);
            } else {
                JsonLines.table(lines, out);
            }
            return DONE;
        }
    }
}
