package dev.drover.gateway.evaluation;

import dev.drover.herd.task.Item;
import dev.drover.inference.token.TokenModel;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Measures every deferral rule on the same items of the herd against the large model alone. */
public final class CascadeBench {

    private static final int LIMIT = 200;

    private final TokenModel drafter;
    private final TokenModel verifier;

    /**
     * Creates a bench for a pair.
     *
     * @param drafter the small model
     * @param verifier the large model, with the same tokens
     */
    public CascadeBench(TokenModel drafter, TokenModel verifier) {
        this.drafter = drafter;
        this.verifier = verifier;
    }

    /**
     * What to measure.
     *
     * @param rules names of rules; {@code large} and {@code small} are always measured
     * @param leniencies of every rule that can have them; empty for each rule's usual ones
     * @param gammas block lengths, each a number or {@code adaptive}
     * @param temperatures sampling temperatures
     * @param topP above temperature 0 the large model and lossless are measured with this top-p too; 1 for not
     * @param seed where random numbers start
     */
    public record Plan(List<String> rules, List<Double> leniencies, List<Object> gammas, List<Double> temperatures,
            double topP, long seed) {

        /** Copies the lists. */
        public Plan {
            rules = List.copyOf(rules);
            leniencies = List.copyOf(leniencies);
            gammas = List.copyOf(gammas);
            temperatures = List.copyOf(temperatures);
        }

        /** A plan with each rule's usual leniencies, without top-p. */
        public Plan(List<String> rules, List<Object> gammas, List<Double> temperatures, long seed) {
            this(rules, List.of(), gammas, temperatures, 1, seed);
        }
    }

    /**
     * What came of a run.
     *
     * @param lines a line a setting, the large model alone first at each temperature
     * @param comparisons the same settings against the large model and against lossless
     * @param claims what the best rule of each temperature reaches
     */
    public record Report(List<Line> lines, List<Comparison> comparisons, List<Claim> claims) {

        /** Copies the lists. */
        public Report {
            lines = List.copyOf(lines);
            comparisons = List.copyOf(comparisons);
            claims = List.copyOf(claims);
        }
    }

    /**
     * What came of one setting.
     *
     * @param rule the rule, or {@code large} or {@code small} for one model alone
     * @param leniency the rule's leniency; null for one model alone
     * @param gamma tokens drafted at a time, a number or {@code adaptive}; 0 for one model alone
     * @param temperature sampling temperature
     * @param topP what distributions are cut to; 1 for nothing
     * @param items answered
     * @param accuracy share of right final answers
     * @param validSteps share of answers whose every step is right
     * @param wins items right here and wrong with the large model alone
     * @param losses items wrong here and right with the large model alone
     * @param tokensPerSecond tokens produced over the time of whole answers, prompts included
     * @param speedup the same over that of the large model alone at this temperature
     * @param tokensPerLargeCall tokens produced a pass of the large model; null without one
     * @param rejectionRate rejected over judged drafts; null where nothing was drafted
     * @param meanTokens mean length of answers
     * @param time time of whole answers over that of the large model alone at this temperature
     * @param work passes of the large model over those of the large model alone at this temperature
     */
    public record Line(String rule, @Nullable Double leniency, Object gamma, double temperature, double topP, int items,
            double accuracy, double validSteps, int wins, int losses, double tokensPerSecond, double speedup,
            @Nullable Double tokensPerLargeCall, @Nullable Double rejectionRate, double meanTokens, double time,
            double work) {}

    /**
     * Runs a plan.
     *
     * @param items what is asked; held out for reports
     * @param tuning other items, on which each setting's quickest block length and the rule that is claimed to be best are
     *            chosen; where there are none, every block length is measured, and that rule is chosen on {@code items}
     * @param plan what is measured
     * @param progress told the number of items done, those of {@code tuning} first
     */
    public Report run(List<Item> items, List<Item> tuning, Plan plan, IntConsumer progress) {
        List<CascadeSetting> settings = CascadeSetting.of(plan);
        if (tuning.isEmpty()) {
            return report(marked(items, settings, plan, progress), settings, null, plan.seed());
        }
        CascadeLines dev = marked(tuning, settings, plan, progress);
        List<CascadeSetting> quickest = dev.quickest();
        CascadeLines lines = marked(items, quickest, plan, done -> progress.accept(tuning.size() + done));
        return report(lines, quickest, dev.only(quickest), plan.seed());
    }

    private static Report report(CascadeLines lines, List<CascadeSetting> settings, @Nullable CascadeLines dev,
            long seed) {
        Comparisons held = new Comparisons(settings, lines.marks(), seed);
        Comparisons chosenOn = dev == null ? held : new Comparisons(settings, dev.marks(), seed);
        return new Report(lines.lines(), held.all(), Claim.of(held.all(), chosenOn.all(), dev != null));
    }

    private CascadeLines marked(List<Item> items, List<CascadeSetting> settings, Plan plan, IntConsumer progress) {
        InterleavedRun run = new InterleavedRun(settings, drafter, verifier, LIMIT, plan.seed());
        CascadeLines lines = new CascadeLines(settings);
        List<Task> tasks = Task.of(items);
        run.warmUp(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            lines.add(run.marks(i, tasks.get(i)));
            progress.accept(i + 1);
        }
        return lines;
    }
}
