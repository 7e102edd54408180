package dev.drover.router;

import dev.drover.inference.ChatRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a strategy decides on.
 *
 * @param chat the conversation
 * @param candidates who may answer, at least one, names unique
 * @param objective what the choice weighs
 * @param minimumQuality predicted quality a candidate must reach, 0 to 1; when none does, the best is taken
 */
public record RoutingRequest(ChatRequest chat, List<Candidate> candidates, Objective objective, double minimumQuality) {

    /** Copies the candidates and checks them. */
    public RoutingRequest {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates: none (expected: at least one)");
        }
        if (!(minimumQuality >= 0 && minimumQuality <= 1)) {
            throw new IllegalArgumentException("minimumQuality: " + minimumQuality + " (expected: from 0 to 1)");
        }
        Set<String> names = HashSet.newHashSet(candidates.size());
        for (Candidate candidate : candidates) {
            if (!names.add(candidate.name())) {
                throw new IllegalArgumentException("candidates: " + candidate.name() + " twice (expected: once)");
            }
        }
    }
}
