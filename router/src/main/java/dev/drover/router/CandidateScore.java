package dev.drover.router;

import org.jspecify.annotations.Nullable;

/**
 * What a strategy thinks of one candidate.
 *
 * @param candidate the candidate
 * @param quality predicted quality of its answer, 0 to 1; null when the strategy predicts none
 * @param learned whether the quality was learned for this candidate, rather than a stated prior
 * @param cost what its answer would cost, in the currency of the prices
 * @param millis how long its answer would take
 * @param utility what the objective makes of the three; the higher the better
 */
public record CandidateScore(Candidate candidate, @Nullable Double quality, boolean learned, double cost, double millis,
        double utility) {}
