package dev.drover.router;

/**
 * How much one feature of a prompt moved a choice. It may repeat a few letters of the prompt, digits aside.
 *
 * @param feature the feature in words, such as {@code words "# + #"}
 * @param weight how much it moved the log-odds towards the chosen candidate; negative when it spoke against it
 */
public record Contribution(String feature, double weight) {}
