package dev.drover.gateway.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * A setting against the large model alone and against lossless, at the same temperature and on the same tasks. What is
 * {@code AtLeast} is the lower end of a one-sided 95 % interval, by bootstrap over tasks (Efron 1979, percentiles).
 *
 * @param rule the rule, or {@code large} or {@code small} for one model alone
 * @param leniency the rule's leniency; null for one model alone
 * @param gamma tokens drafted at a time, a number or {@code adaptive}; 0 for one model alone
 * @param temperature sampling temperature
 * @param topP what its distributions are cut to; 1 for nothing
 * @param accuracy share of right final answers
 * @param difference accuracy beyond the large model's
 * @param differenceAtLeast lower end of that
 * @param overLarge tokens a second over the large model's
 * @param overLargeAtLeast lower end of that
 * @param overLossless tokens a second over lossless's; null where that was not measured
 * @param overLosslessAtLeast lower end of that
 * @param timeAtMost time of whole answers over the large model's, the upper end of its interval
 */
public record Comparison(String rule, @Nullable Double leniency, Object gamma, double temperature, double topP,
        double accuracy, double difference, double differenceAtLeast, double overLarge, double overLargeAtLeast,
        @Nullable Double overLossless, @Nullable Double overLosslessAtLeast, double timeAtMost) {

    /** Whether it is a rule that could be better than lossless. */
    boolean lenient() {
        return leniency != null && !rule.equals(CascadeSetting.LOSSLESS);
    }

    /** Whether it is another's setting. */
    boolean sameSetting(Comparison other) {
        return rule.equals(other.rule) && java.util.Objects.equals(leniency, other.leniency)
                && gamma.equals(other.gamma) && temperature == other.temperature && topP == other.topP;
    }
}
