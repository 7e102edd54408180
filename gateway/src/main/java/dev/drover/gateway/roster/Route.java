package dev.drover.gateway.roster;

import java.util.List;
import java.util.Map;

/**
 * Who is asked for an answer, and why.
 *
 * @param candidates in the order they are asked, at least one: the next when one could not begin
 * @param reasons why the first comes first
 * @param facts what else explains the choice, such as scores
 */
public record Route(List<Answerer> candidates, List<String> reasons, Map<String, Object> facts) {

    /** Copies what is given. */
    public Route {
        candidates = List.copyOf(candidates);
        reasons = List.copyOf(reasons);
        facts = Map.copyOf(facts);
    }
}
