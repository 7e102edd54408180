package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.gateway.evaluation.CascadeBench;
import dev.drover.gateway.evaluation.CascadeDiagnosis;
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
    private static final Set<String> OPTIONS = Set.of("items", "tune", "rules", "leniency", "gamma", "temperature",
            "top-p", "drafter", "verifier", "seed");

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
                  --tune N           items of the dev part, on which each setting's quickest block length and the rule that
                                     is claimed to be best are chosen; 0 measures every block length (default: 140)
                  --rules A,B        which rules (default: %s)
                  --leniency A,B     of every rule that can have them (default: three usual ones each)
                  --gamma A,B        block lengths, 1 to 15 or adaptive (default: 2,3,5,7,10)
                  --temperature A,B  sampling temperatures (default: 0)
                  --top-p P          above temperature 0 the large model and lossless with this top-p too; 1 for not
                                     (default: 0.95)
                  --drafter M        another small model: a name or a GGUF file (default: herd-drafter)
                  --verifier M       another large one with the same tokens (default: herd-verifier)
                  --seed N           where random numbers start (default: 1)
                  --why              measures instead where the two models differ, which drafts stand, what passes cost, and
                                     what speed should follow
                  --json             lines of JSON instead of tables

                All settings answer each item before the next begins, and none takes over what another one has computed of the
                prompt; only ratios within a run count. The second table compares with the large model and lossless; its
                columns AtLeast and AtMost are ends of one-sided 95 %% intervals."""
                .formatted(String.join(",", RULES));
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, OPTIONS, Set.of("json", "why")).alone();
        CascadeBench.Plan plan = new CascadeBench.Plan(arguments.list("rules", String.join(",", RULES), Rules::named),
                Rules.leniencies(arguments), arguments.list("gamma", "2,3,5,7,10", Rules::gamma),
                arguments.list("temperature", "0", text -> Arguments.number("temperature", text, 0, 2)),
                topP(arguments),
                arguments.whole("seed", 1, 0, Integer.MAX_VALUE));
        List<Item> items = HerdItems.mixed(Part.HELD_OUT, arguments.whole("items", 210, 7, 100_000));
        List<Item> tuning = HerdItems.mixed(Part.DEV,
                plan.gammas().size() > 1 ? arguments.whole("tune", 140, 0, 100_000) : 0);
        try (LocalEngine engine = LocalFiles.forComparing(1)) {
            LocalModel drafter = LocalFiles.warm(engine, "drafter", arguments.text("drafter").orElse("herd-drafter"));
            LocalModel verifier = LocalFiles.warm(engine, "verifier",
                    arguments.text("verifier").orElse("herd-verifier"));
            if (arguments.flag("why")) {
                CascadeDiagnosis diagnosis = CascadeDiagnosis.of(drafter, verifier, items,
                        new Progress("bench cascade", items.size(), err));
                List.of(diagnosis.agreement(), diagnosis.places(), diagnosis.costs(), diagnosis.speeds())
                        .forEach(part -> print(part, arguments.flag("json"), out));
                return DONE;
            }
            CascadeBench.Report report = new CascadeBench(drafter, verifier).run(items, tuning, plan,
                    new Progress("bench cascade", tuning.size() + items.size(), err));
            print(report, arguments.flag("json"), out);
            return DONE;
        }
    }

    private static double topP(Arguments arguments) {
        double topP = Arguments.number("top-p", arguments.text("top-p").orElse("0.95"), 0, 1);
        if (topP == 0) {
            throw Arguments.wrong("top-p", "0", "a number above 0, at most 1");
        }
        return topP;
    }

    private static void print(CascadeBench.Report report, boolean json, PrintStream out) {
        print(report.lines(), json, out);
        print(report.comparisons(), json, out);
        if (json) {
            print(report.claims(), true, out);
            return;
        }
        report.claims().forEach(out::println);
        if (report.claims().isEmpty()) {
            out.println("No rule comes within one point of the large model's accuracy.");
        }
    }

    private static void print(List<?> records, boolean json, PrintStream out) {
        if (json) {
            JsonLines.json(records, out);
        } else {
            JsonLines.table(records, out);
            out.println();
        }
    }
}
