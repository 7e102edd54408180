package dev.drover.router.evaluation;

import java.util.Map;

/**
 * A router on the items of one group.
 *
 * @param items how many
 * @param routed mean quality of the answers it chose
 * @param singles mean quality of each model alone
 * @param chosen how often it chose each model
 */
public record GroupResult(int items, double routed, Map<String, Double> singles, Map<String, Integer> chosen) {}
