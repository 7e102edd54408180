package dev.drover.gateway.command;

import dev.drover.cascade.sequence.Calibration;
import dev.drover.gateway.evaluation.DeferralCases;
import dev.drover.gateway.evaluation.Frontier;
import dev.drover.gateway.roster.EngineModels;
import dev.drover.gateway.roster.Rosters;
import dev.drover.inference.InferenceFailure;
import dev.drover.policy.InvalidPolicies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds the threshold of a deferral that meets a target. */
final class Calibrate implements Command {

    private static final Set<String> OPTIONS = Set.of("policies", "deferral", "tasks", "target", "assurance", "limit",
            "cases");

    @Override
    public String name() {
        return "calibrate";
    }

    @Override
    public String summary() {
        return "Find the threshold of a deferral that meets a target.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover calibrate --policies DIR --deferral NAME --tasks FILE --target T [OPTIONS]

                  --policies DIR   the folder of policies that names the deferral and its models
                  --deferral NAME  which deferral
                  --tasks FILE     a JSON object a line: prompt or messages, answer, and match, one of contains, exact,
                                   last, regex
                  --target T       share=S: at most the share S of these tasks is deferred;
                                   cost=C: a request costs at most C in the mean, in the models' currency;
                                   loss=L: at most the share L of requests is kept wrong though the strong model is right
                  --assurance A    with what probability loss holds on further requests (default: 0.95)
                  --limit N        how many tokens an answer may have (default: 500)
                  --cases FILE     where answers' grades are recorded, to go on from (default: calibration.jsonl)

                Both models answer every task once; that is charged by their providers.""";
    }

    /** What shall be met: which of share, cost and loss, and how much. */
    record Target(String what, double value) {}

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, OPTIONS, Set.of()).alone();
        Target target = target(arguments.required("target"));
        double assurance = arguments.text("assurance").map(text -> share("assurance", text)).orElse(0.95);
        String name = arguments.required("deferral");
        Path folder = Path.of(arguments.required("policies"));
        if (!Files.isDirectory(folder)) {
            throw Arguments.wrong("policies", folder.toString(), "a folder of .yaml files");
        }
        int limit = arguments.whole("limit", 500, 1, 1_000_000);
        Path cases = Path.of(arguments.text("cases").orElse("calibration.jsonl"));
        try (Rosters rosters = Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults())) {
            Frontier.Tasks tasks = Frontier.Tasks.in(Path.of(arguments.required("tasks")));
            DeferralCases deferral = new DeferralCases(rosters.get().select(name, "").candidates().getFirst());
            List<Calibration.Case> recorded = Objects.requireNonNull(
                    deferral.recorded(tasks, limit, cases, new Progress("calibrate", tasks.tasks().size(), err))
                            .block());
            return told(chosen(new Calibration(recorded), target, assurance), recorded.size(), out, err);
        } catch (InferenceFailure failure) {
            err.println("drover calibrate: " + failure.getMessage());
            return FAILED;
        } catch (IllegalArgumentException | InvalidPolicies wrong) {
            throw new Misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private static Optional<Calibration.Choice> chosen(Calibration calibration, Target target, double assurance) {
        return switch (target.what()) {
            case "share" -> Optional.of(calibration.atShare(target.value()));
            case "cost" -> calibration.atCost(target.value());
            default -> Optional.of(calibration.atLoss(target.value(), assurance));
        };
    }

    private static int told(Optional<Calibration.Choice> choice, int tasks, PrintStream out, PrintStream err) {
        if (choice.isEmpty()) {
            err.println("drover calibrate: the weak model alone costs more than that (expected: a higher cost)");
            return FAILED;
        }
        Calibration.Choice best = choice.get();
        out.printf(Locale.ROOT, "threshold: %s%n%d tasks: deferred %.3f, right %.3f, lost %.3f, mean cost %.6f%n",
                best.threshold(), tasks, best.deferred(), best.quality(), best.loss(), best.cost());
        if (best.threshold() == Calibration.ALWAYS_STRONG) {
            out.println(
                    "The strong model always answers: there are too few tasks to promise more, or the weak model is "
                            + "too often wrong where it is surest.");
        }
        return DONE;
    }

    static Target target(String text) {
        String[] sides = text.split("=", -1);
        if (sides.length == 2 && Set.of("share", "loss").contains(sides[0])) {
            return new Target(sides[0], share("target", sides[1]));
        }
        if (sides.length == 2 && sides[0].equals("cost")) {
            return new Target(sides[0], Arguments.number("target", sides[1], 0, 1_000_000));
        }
        throw Arguments.wrong("target", text, "share=, cost= or loss= and a number");
    }

    private static double share(String name, String text) {
        double share = Arguments.number(name, text, 0, 1);
        if (share <= 0 || share >= 1) {
            throw Arguments.wrong(name, text, "a number above 0 and below 1");
        }
        return share;
    }
}
