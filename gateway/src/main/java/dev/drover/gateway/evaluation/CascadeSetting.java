package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.cascade.drafter.ModelDrafter;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.engine.PlainDecoding;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way a pair of models can answer.
 *
 * @param rule the rule, or {@code large} or {@code small} for one model alone
 * @param leniency the rule's leniency; null for one model alone
 * @param gamma tokens drafted at a time, a number or {@code adaptive}; 0 for one model alone
 * @param temperature sampling temperature
 * @param topP what both models' distributions are cut to; 1 for nothing
 */
record CascadeSetting(String rule, @Nullable Double leniency, Object gamma, double temperature, double topP) {

    static final String LARGE = "large";
    static final String SMALL = "small";
    static final String LOSSLESS = "lossless";

    /** Leniencies that are measured where nobody says which. */
    private static final Map<String, double[]> LENIENCIES = Map.ofEntries(
            Map.entry("chow", new double[] {0.1, 0.3, 0.6}), Map.entry("diff", new double[] {0, 0.2, 0.5}),
            Map.entry("opt", new double[] {0, 0.3, 0.8}), Map.entry("opt-log", new double[] {0, 0.3, 0.8}),
            Map.entry("token-v1", new double[] {0.3, 0.6, 0.9}), Map.entry("token-v2", new double[] {0.2, 0.4, 0.7}),
            Map.entry("token-v3", new double[] {0.5, 0.7, 0.9}), Map.entry("top-accept", new double[] {0.5, 0.7, 0.9}),
            Map.entry("lossy", new double[] {0.3, 0.6, 0.9}), Map.entry(LOSSLESS, new double[] {0}),
            Map.entry("bild", new double[] {2, 3, 5}), Map.entry("bild-star", new double[] {0.2, 0.5, 0.8}));

    /**
     * What is measured: at each temperature the large model alone first, then the small one, then every rule, then, above
     * temperature 0, the large model and lossless once more under the plan's top-p.
     */
    static List<CascadeSetting> of(CascadeBench.Plan plan) {
        List<CascadeSetting> settings = new ArrayList<>();
        for (double temperature : plan.temperatures()) {
            settings.add(new CascadeSetting(LARGE, null, 0, temperature, 1));
            settings.add(new CascadeSetting(SMALL, null, 0, temperature, 1));
            plan.rules().forEach(rule -> addRule(settings, plan, rule, temperature, 1));
            if (temperature > 0 && plan.topP() < 1) {
                settings.add(new CascadeSetting(LARGE, null, 0, temperature, plan.topP()));
                addRule(settings, plan, LOSSLESS, temperature, plan.topP());
            }
        }
        return settings;
    }

    private static void addRule(List<CascadeSetting> settings, CascadeBench.Plan plan, String rule, double temperature,
            double topP) {
        for (double leniency : leniencies(rule, plan.leniencies())) {
            for (Object gamma : plan.gammas()) {
                settings.add(new CascadeSetting(rule, leniency, gamma, temperature, topP));
            }
        }
    }

    /** The leniencies asked for that the rule can have, or its usual ones. */
    private static List<Double> leniencies(String rule, List<Double> asked) {
        List<Double> able = asked.stream()
                .filter(one -> BuiltInRules.named(rule).options().problems("", Map.of("leniency", one)).isEmpty())
                .toList();
        double[] usual = LENIENCIES.getOrDefault(rule, new double[] {0.2, 0.5, 0.8});
        return able.isEmpty() ? Arrays.stream(usual).boxed().toList() : able;
    }

    boolean alone() {
        return leniency == null;
    }

    /** Whether it differs from another setting in block length alone. */
    boolean likeBut(CascadeSetting other) {
        return withGamma(0).equals(other.withGamma(0));
    }

    private CascadeSetting withGamma(Object other) {
        return new CascadeSetting(rule, leniency, other, temperature, topP);
    }

    /** How tokens are drawn. */
    Shaping shaping() {
        return new Shaping(temperature, 0, topP, 0);
    }

    /** What answers so. */
    Contender contender(TokenModel drafter, TokenModel verifier) {
        if (leniency == null) {
            TokenModel model = rule.equals(LARGE) ? verifier : drafter;
            return new Contender(rule, model, new PlainDecoding(model));
        }
        CascadeOptions options = CascadeOptions.of(rule, Map.of("leniency", leniency, "blockLength", gamma));
        return new Contender(rule, verifier,
                new SpeculativeDecoding(ModelDrafter.of(drafter, verifier), verifier, options));
    }
}
