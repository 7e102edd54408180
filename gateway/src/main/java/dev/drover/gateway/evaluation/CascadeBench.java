package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.engine.PlainDecoding;
import dev.drover.herd.grade.Grade;
import dev.drover.herd.task.Item;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures every deferral rule on the same items against the large model alone. All settings answer an item before the
 * next item begins, in an order that rotates, so that the machine's moods fall on all alike: only ratios within a run
 * count.
 */
public final class CascadeBench {

    private static final int LIMIT = 200;
    private static final int WARM_UP_ITEMS = 12;
    private static final Map<String, double[]> LENIENCIES = Map.of("chow", new double[] {0.1, 0.3, 0.6}, "diff",
            new double[] {0, 0.2, 0.5}, "opt", new double[] {0, 0.3, 0.8}, "token-v1", new double[] {0.3, 0.6, 0.9},
            "token-v2", new double[] {0.2, 0.4, 0.7}, "token-v3", new double[] {0.5, 0.7, 0.9}, "lossy",
            new double[] {0.3, 0.6, 0.9}, "lossless", new double[] {0});

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
     * @param gammas block lengths
     * @param temperatures sampling temperatures
     * @param seed where random numbers start
     */
    public record Plan(List<String> rules, List<Integer> gammas, List<Double> temperatures, long seed) {

        /** Copies the lists. */
        public Plan {
            rules = List.copyOf(rules);
            gammas = List.copyOf(gammas);
            temperatures = List.copyOf(temperatures);
        }
    }

    /**
     * What came of one setting.
     *
     * @param rule the rule, or {@code large} or {@code small} for one model alone
     * @param leniency the rule's leniency; null for one model alone
     * @param gamma tokens drafted at a time; 0 for one model alone
     * @param temperature sampling temperature
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
     */
    public record Line(String rule, @Nullable Double leniency, int gamma, double temperature, int items,
            double accuracy, double validSteps, int wins, int losses, double tokensPerSecond, double speedup,
            @Nullable Double tokensPerLargeCall, @Nullable Double rejectionRate, double meanTokens) {}

    /**
     * Runs a plan.
     *
     * @param items what is asked; held out for reports
     * @param plan what is measured
     * @param progress told the number of items done
     * @return a line a setting, the large model alone first at each temperature
     */
    public List<Line> run(List<Item> items, Plan plan, IntConsumer progress) {
        List<Tally> tallies = tallies(plan, items.size());
        for (int i = 0; i < Math.min(WARM_UP_ITEMS, items.size()); i++) {
            for (Tally tally : tallies) {
                tally.setting.answer(items.get(i), plan.seed());
            }
        }
        for (int i = 0; i < items.size(); i++) {
            for (int j = 0; j < tallies.size(); j++) {
                Tally tally = tallies.get((i + j) % tallies.size());
                tally.add(i, items.get(i), tally.setting.answer(items.get(i), plan.seed() + i));
            }
            progress.accept(i + 1);
        }
        return tallies.stream().map(tally -> tally.line(baseline(tallies, tally.setting.temperature()))).toList();
    }

    private List<Tally> tallies(Plan plan, int items) {
        List<Tally> tallies = new ArrayList<>();
        for (double temperature : plan.temperatures()) {
            tallies.add(single("large", verifier, temperature, items));
            tallies.add(single("small", drafter, temperature, items));
            for (String rule : plan.rules()) {
                for (double leniency : leniencies(rule)) {
                    for (int gamma : plan.gammas()) {
                        CascadeOptions options = CascadeOptions.of(rule, leniency, gamma);
                        tallies.add(new Tally(new Setting(rule, leniency, gamma, temperature,
                                new Contender(rule, verifier, new SpeculativeDecoding(drafter, verifier, options))),
                                items));
                    }
                }
            }
        }
        return tallies;
    }

    private static double[] leniencies(String rule) {
        return LENIENCIES.getOrDefault(rule, new double[] {0.2, 0.5, 0.8});
    }

    private static Tally single(String name, TokenModel model, double temperature, int items) {
        return new Tally(new Setting(name, null, 0, temperature, new Contender(name, model, new PlainDecoding(model))),
                items);
    }

    private static Tally baseline(List<Tally> tallies, double temperature) {
        return tallies.stream()
                .filter(tally -> tally.setting.rule().equals("large") && tally.setting.temperature() == temperature)
                .findFirst()
                .orElseThrow();
    }

    private record Setting(String rule, @Nullable Double leniency, int gamma, double temperature, Contender contender) {

        Contender.Answer answer(Item item, long seed) {
            return contender.answer(HerdItems.conversation(item), new Shaping(temperature, 0, 1, 0), seed, LIMIT);
        }
    }

    /** What a setting has done so far. */
    private static final class Tally {

        private final Setting setting;
        private final boolean[] right;
        private int valid;
        private long tokens;
        private long nanos;
        private long largeCalls;
        private long kept;
        private long rejected;

        Tally(Setting setting, int items) {
            this.setting = setting;
            this.right = new boolean[items];
        }

        void add(int index, Item item, Contender.Answer answer) {
            Grade grade = Grade.of(item, answer.text());
            right[index] = grade.exact();
            valid += grade.valid() ? 1 : 0;
            tokens += answer.tokens();
            nanos += answer.nanos();
            largeCalls += count(answer, "largeCalls");
            kept += count(answer, "kept");
            rejected += count(answer, "rejected");
        }

        private static long count(Contender.Answer answer, String fact) {
            return answer.facts().get(fact) instanceof Number number ? number.longValue() : 0;
        }

        Line line(Tally large) {
            int correct = 0;
            int wins = 0;
            int losses = 0;
            for (int i = 0; i < right.length; i++) {
                correct += right[i] ? 1 : 0;
                wins += right[i] && !large.right[i] ? 1 : 0;
                losses += !right[i] && large.right[i] ? 1 : 0;
            }
            double items = right.length;
            return new Line(setting.rule().replace("-", ""), setting.leniency(), setting.gamma(), setting.temperature(),
                    right.length, correct / items, valid / items, wins, losses, perSecond(),
                    perSecond() / large.perSecond(), perLargeCall(),
                    kept + rejected == 0 ? null : (double) rejected / (kept + rejected), tokens / items);
        }

        private @Nullable Double perLargeCall() {
            if (setting.rule().equals("large")) {
                return 1.0;
            }
            return largeCalls == 0 ? null : (double) tokens / largeCalls;
        }

        private double perSecond() {
            return tokens / (nanos / 1e9);
        }
    }
}
