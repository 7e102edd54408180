package dev.drover.gateway.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the best rule of a temperature reaches: the quickest one whose accuracy is within one point of the large model's,
 * held against twice the large model's tokens a second and 1.2 times lossless's.
 *
 * @param temperature sampling temperature
 * @param best the rule's figures
 * @param elsewhere whether it was chosen on other tasks than these figures are of
 */
public record Claim(double temperature, Comparison best, boolean elsewhere) {

    private static final double POINT = 0.01;
    private static final double OVER_LARGE = 2;
    private static final double OVER_LOSSLESS = 1.2;

    /**
     * A claim a temperature at which a rule was measured that reaches the large model's accuracy.
     *
     * @param figures what is claimed
     * @param chosenOn the same settings' figures that the choice is made by
     * @param elsewhere whether those are of other tasks
     */
    static List<Claim> of(List<Comparison> figures, List<Comparison> chosenOn, boolean elsewhere) {
        List<Claim> claims = new ArrayList<>();
        for (double temperature : figures.stream().mapToDouble(Comparison::temperature).distinct().toArray()) {
            Optional<Comparison> choice = chosenOn.stream()
                    .filter(one -> one.temperature() == temperature && one.lenient() && one.difference() >= -POINT)
                    .max(Comparator.comparingDouble(Comparison::overLarge));
            choice.flatMap(chosen -> figures.stream().filter(chosen::sameSetting).findFirst())
                    .ifPresent(best -> claims.add(new Claim(temperature, best, elsewhere)));
        }
        return claims;
    }

    /** Whether the figures reach what they are held against. */
    public boolean holds() {
        Double overLossless = best.overLossless();
        return best.difference() >= -POINT && best.overLarge() >= OVER_LARGE && overLossless != null
                && overLossless >= OVER_LOSSLESS;
    }

    /** Whether the ends of their intervals do too. */
    public boolean shown() {
        Double overLossless = best.overLosslessAtLeast();
        return holds() && best.differenceAtLeast() >= -POINT && best.overLargeAtLeast() >= OVER_LARGE
                && overLossless != null && overLossless >= OVER_LOSSLESS;
    }

    /** The claim in a sentence. */
    @Override
    public String toString() {
        String lossless = best.overLossless() == null ? "lossless not measured"
                : String.format(Locale.ROOT, "%.2f x lossless (at least %.2f, wanted %.1f)", best.overLossless(),
                        best.overLosslessAtLeast(), OVER_LOSSLESS);
        return String.format(Locale.ROOT,
                "T = %s, best rule %s %s, block %s (chosen on %s tasks): accuracy %+.4f to the large model's (at least "
                        + "%+.4f, wanted %+.2f), %.2f x its tokens per second (at least %.2f, wanted %.1f), %s: %s",
                temperature, best.rule(), best.leniency(), best.gamma(), elsewhere ? "other" : "the same",
                best.difference(), best.differenceAtLeast(), -POINT, best.overLarge(), best.overLargeAtLeast(),
                OVER_LARGE, lossless, shown() ? "shown" : holds() ? "holds, not shown at 95 %" : "does not hold");
    }
}
