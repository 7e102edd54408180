package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.gateway.evaluation.CascadeBench;
import dev.drover.gateway.evaluation.CascadeDiagnosis;
import dev.drover.gateway.evaluation.ClientsRun;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.gateway.evaluation.Task;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures the deferral rules on the bundled pair. */
final class BenchCascade implements Command {

    private static final List<String> RULES = List.of("lossless", "chow", "diff", "opt", "token-v1", "token-v2",
            "token-v3", "lossy");
    private static final Set<String> OPTIONS = Set.of("items", "domains", "tune", "rules", "leniency", "gamma",
            "temperature", "top-p", "drafter", "verifier", "seed", "clients", "threads");

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
                  --domains A,B      of which domains (default: all)
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
                  --clients N        so many ask at once, on all threads: total tokens a second against the large model's under
                                     the same load (default block lengths then: 5,adaptive)
                  --threads N        threads of the engine's passes (default: 1; with --clients one a processor)
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
        int clients = arguments.whole("clients", 0, 1, 256);
        CascadeBench.Plan plan = plan(arguments, clients > 0 ? "5,adaptive" : "2,3,5,7,10");
        List<Domain> domains = arguments.text("domains").isEmpty() ? List.of(Domain.values())
                : arguments.list("domains", "", BenchCascade::domain);
        List<Item> items = HerdItems.of(Part.HELD_OUT, arguments.whole("items", 210, 7, 100_000), domains);
        int threads = arguments.whole("threads", clients > 0 ? Runtime.getRuntime().availableProcessors() : 1, 1, 64);
        try (LocalEngine engine = LocalFiles.forComparing(threads)) {
            LocalModel drafter = LocalFiles.warm(engine, "drafter", arguments.text("drafter").orElse("herd-drafter"));
            LocalModel verifier = LocalFiles.warm(engine, "verifier",
                    arguments.text("verifier").orElse("herd-verifier"));
            boolean json = arguments.flag("json");
            Progress progress = new Progress("bench cascade", items.size(), err);
            if (arguments.flag("why")) {
                CascadeDiagnosis diagnosis = CascadeDiagnosis.of(drafter, verifier, items, progress);
                List.of(diagnosis.agreement(), diagnosis.places(), diagnosis.costs(), diagnosis.speeds())
                        .forEach(part -> print(part, json, out));
            } else if (clients > 0) {
                print(new ClientsRun(drafter, verifier, clients).run(Task.of(items), plan, progress), json, out);
            } else {
                List<Item> tuning = HerdItems.of(Part.DEV,
                        plan.gammas().size() > 1 ? arguments.whole("tune", 140, 0, 100_000) : 0, domains);
                print(new CascadeBench(drafter, verifier).run(items, tuning, plan,
                        new Progress("bench cascade", tuning.size() + items.size(), err)), json, out);
            }
            return DONE;
        }
    }

    private static CascadeBench.Plan plan(Arguments arguments, String gammas) {
        return new CascadeBench.Plan(arguments.list("rules", String.join(",", RULES), Rules::named),
                Rules.leniencies(arguments), arguments.list("gamma", gammas, Rules::gamma),
                arguments.list("temperature", "0", text -> Arguments.number("temperature", text, 0, 2)),
                topP(arguments), arguments.whole("seed", 1, 0, Integer.MAX_VALUE));
    }

    private static Domain domain(String name) {
        return Arrays.stream(Domain.values())
                .filter(domain -> domain.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Arguments.wrong("domains", name,
                        "one of " + Arrays.toString(Domain.values()).toLowerCase(Locale.ROOT)));
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
