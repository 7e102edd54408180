package dev.drover.router;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who answers, and why.
 *
 * @param strategy the strategy that decided
 * @param chosen who answers
 * @param scores what it thought of each candidate, in the order they were given
 * @param reasons why, in words, the first the most important
 * @param contributions the features of the prompt that moved the choice most; empty when none was looked at
 * @param modelHash the hash of what was learned; null when nothing learned was used
 */
public record RoutingDecision(String strategy, Candidate chosen, List<CandidateScore> scores, List<String> reasons,
        List<Contribution> contributions, @Nullable String modelHash) {

    /** Copies the lists. */
    public RoutingDecision {
        scores = List.copyOf(scores);
        reasons = List.copyOf(reasons);
        contributions = List.copyOf(contributions);
    }

    /** What it thought of the chosen candidate. */
    public CandidateScore chosenScore() {
        return scores.stream()
                .filter(score -> score.candidate().equals(chosen))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("scores: none for " + chosen.name()));
    }
}
