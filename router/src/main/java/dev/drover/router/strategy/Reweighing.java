package dev.drover.router.strategy;

import dev.drover.router.CandidateScore;
import dev.drover.router.Objective;
import java.util.List;

/** Decides again on what was predicted before, without the prompt: what another objective would have chosen. */
public final class Reweighing {

    private Reweighing() {}

    /**
     * Scores under an objective, the one that it chooses first.
     *
     * @param predicted what was predicted for each candidate, at least one; utilities do not matter
     * @param minimumQuality predicted quality a candidate must reach, 0 to 1; when none does, the best is chosen
     */
    public static List<CandidateScore> of(List<CandidateScore> predicted, Objective objective, double minimumQuality) {
        if (predicted.isEmpty()) {
            throw new IllegalArgumentException("predicted: none (expected: at least one candidate)");
        }
        return Weighing.order(Weighing.again(predicted, objective), minimumQuality);
    }
}
