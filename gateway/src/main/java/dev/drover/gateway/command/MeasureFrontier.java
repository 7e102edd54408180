package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.gateway.evaluation.CascadeBench;
import dev.drover.gateway.evaluation.CascadeBench.Line;
import dev.drover.gateway.evaluation.Frontier;
import dev.drover.gateway.evaluation.FrontierChart;
import dev.drover.gateway.evaluation.FrontierPolicy;
import dev.drover.gateway.evaluation.FrontierReport;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.herd.task.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Measures what a pair of models can give, and finds the policy that meets a target. */
final class MeasureFrontier implements Command {

    private static final List<String> RULES = List.of("lossless", "chow", "diff", "opt", "token-v2", "token-v3",
            "top-accept");
    private static final Set<String> TARGETS = Set.of("quality", "time", "work");

    @Override
    public String name() {
        return "frontier";
    }

    @Override
    public String summary() {
        return "Measure rules, leniencies and block lengths on a pair, and find the policy that meets a target.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover frontier [OPTIONS]

                  --drafter M        the small model: a bundled name or a GGUF file (default: herd-drafter)
                  --verifier M       the large one, with the same tokens (default: herd-verifier)
                  --tasks FILE       a JSON object a line: prompt or messages, answer, and match, one of contains, exact,
                                     last, regex (default: held-out items of the herd)
                  --items N          how many items of the herd (default: 210)
                  --rules A,B        which rules (default: %s)
                  --leniency A,B     of every rule that can have them (default: three usual ones each)
                  --gamma A,B        block lengths, 1 to 15 or adaptive (default: 5,adaptive)
                  --temperature A,B  sampling temperatures (default: 0)
                  --limit N          how many tokens an answer may have (default: %d)
                  --target T         what the policy must reach, such as quality=0.7,time=0.8,work=0.3; time and work are
                                     in times of the large model's alone
                  --seed N           where random numbers start (default: 1)
                  --out DIR          where results go (default: frontier)

                Writes results.jsonl, frontier.md, frontier.csv, frontier.svg and, with a target, policy.yaml. A run that was
                stopped goes on where it was when it is started again with the same options."""
                .formatted(String.join(",", RULES), Frontier.USUAL_LIMIT);
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("drafter", "verifier", "tasks", "items", "rules", "leniency",
                "gamma", "temperature", "limit", "target", "seed", "out"), Set.of()).alone();
        CascadeBench.Plan plan = new CascadeBench.Plan(arguments.list("rules", String.join(",", RULES), Rules::named),
                Rules.leniencies(arguments), arguments.list("gamma", "5,adaptive", Rules::gamma),
                arguments.list("temperature", "0", text -> Arguments.number("temperature", text, 0, 2)), 1,
                arguments.whole("seed", 1, 0, Integer.MAX_VALUE));
        Optional<Frontier.Target> target = arguments.text("target").map(MeasureFrontier::target);
        Path folder = Path.of(arguments.text("out").orElse("frontier"));
        try {
            Files.createDirectories(folder);
            Frontier frontier = measured(arguments, plan, folder, err);
            Files.writeString(folder.resolve("frontier.md"), FrontierReport.markdown(frontier));
            Files.writeString(folder.resolve("frontier.csv"), FrontierReport.csv(frontier));
            Files.writeString(folder.resolve("frontier.svg"), FrontierChart.svg(frontier));
            out.println(folder.resolve("frontier.md") + ", .csv and .svg: " + frontier.lines().size() + " settings");
            return target.isEmpty() ? DONE : policy(frontier, target.get(), folder, out, err);
        } catch (IOException failure) {
            err.println("drover frontier: " + folder + " cannot be written: " + failure.getMessage());
            return FAILED;
        }
    }

    private static Frontier measured(Arguments arguments, CascadeBench.Plan plan, Path folder, PrintStream err) {
        String drafter = arguments.text("drafter").orElse("herd-drafter");
        String verifier = arguments.text("verifier").orElse("herd-verifier");
        Frontier.Tasks tasks = tasks(arguments);
        try (LocalEngine engine = LocalFiles.forComparing(1)) {
            Frontier.Pair pair = new Frontier.Pair(drafter, LocalFiles.warm(engine, "drafter", drafter), verifier,
                    LocalFiles.warm(engine, "verifier", verifier));
            return Frontier.measure(pair, tasks, plan, arguments.whole("limit", Frontier.USUAL_LIMIT, 1, 100_000),
                    folder.resolve("results.jsonl"), new Progress("frontier", tasks.tasks().size(), err));
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private static Frontier.Tasks tasks(Arguments arguments) {
        Optional<String> file = arguments.text("tasks");
        int items = arguments.whole("items", 210, 7, 100_000);
        if (file.isEmpty()) {
            return Frontier.Tasks.of(HerdItems.mixed(Part.HELD_OUT, items));
        }
        if (arguments.text("items").isPresent()) {
            throw Arguments.wrong("items", String.valueOf(items), "not given with --tasks, whose tasks are all asked");
        }
        try {
            return Frontier.Tasks.in(Path.of(file.get()));
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--tasks: " + wrong.getMessage());
        }
    }

    static Frontier.Target target(String text) {
        Map<String, Double> parts = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.split("=", -1);
            if (sides.length != 2 || !TARGETS.contains(sides[0].strip())) {
                throw Arguments.wrong("target", text, "quality=, time= or work= and a number, with commas between");
            }
            if (parts.put(sides[0].strip(), Arguments.number("target", sides[1].strip(), 0, 1_000)) != null) {
                throw Arguments.wrong("target", text, "each of quality, time and work once");
            }
        }
        return new Frontier.Target(parts.get("quality"), parts.get("time"), parts.get("work"));
    }

    private static int policy(Frontier frontier, Frontier.Target target, Path folder, PrintStream out, PrintStream err)
            throws IOException {
        Optional<Line> best = frontier.best(target);
        if (best.isEmpty()) {
            err.println("drover frontier: no setting meets the target; frontier.md says how near they come");
            return FAILED;
        }
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file,
                FrontierPolicy.documents(best.get(), LocalFiles.reference("drafter", frontier.drafter()),
                        LocalFiles.reference("verifier", frontier.verifier())));
        out.println(file + ": " + FrontierPolicy.summary(best.get()));
        return DONE;
    }
}
