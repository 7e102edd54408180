package dev.drover.herd.grade;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * What an answer without looking at the question would get: the share of the most frequent final answer of a domain.
 * Accuracy is always shown beside it.
 */
public final class Chance {

    private static final int ITEMS = 2_000;
    private static final long SEED = 3;

    private Chance() {}

    /** The share, 0 to 1, of held-out items of a domain that the most frequent training answer solves. */
    public static double of(Domain domain) {
        String guess = mostFrequent(domain);
        int right = 0;
        for (int index = 0; index < ITEMS; index++) {
            right += Items.at(domain, Part.HELD_OUT, SEED, index).finalAnswer().equals(guess) ? 1 : 0;
        }
        return (double) right / ITEMS;
    }

    private static String mostFrequent(Domain domain) {
        Map<String, Integer> counts = new HashMap<>();
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(domain, Part.TRAIN, SEED, index);
            counts.merge(item.finalAnswer(), 1, Integer::sum);
        }
        return counts.entrySet()
                .stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }
}
