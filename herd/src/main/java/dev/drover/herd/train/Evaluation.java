package dev.drover.herd.train;

import dev.drover.herd.grade.Chance;
import dev.drover.herd.grade.Grade;
import dev.drover.herd.mixture.ChatLayout;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a model answers the items of a domain, greedily and at full hardness.
 *
 * @param domain the domain
 * @param part the part the items' contents lie in
 * @param items how many were asked
 * @param exact how many final answers were right, character by character
 * @param valid how many answers had every step of correct working
 * @param chance the share that the most frequent answer solves
 * @param tokens the mean number of tokens of an answer
 * @param failures the first wrong answers
 */
public record Evaluation(Domain domain, Part part, int items, int exact, int valid, double chance, double tokens,
        List<Failure> failures) {

    private static final long SEED = 11;
    private static final int LONGEST_ANSWER = 220;
    private static final int SHOWN = 3;

    /**
     * A wrong answer.
     *
     * @param question the last question
     * @param answer what the model said
     * @param expected the right final answer
     */
    public record Failure(String question, String answer, String expected) {}

    /** Keeps its own copy of the list. */
    public Evaluation {
        failures = List.copyOf(failures);
    }

    /** Asks a model the first items of a domain and part. */
    public static Evaluation of(TrainedModel model, Domain domain, Part part, int items) {
        HerdTokenizer tokenizer = HerdTokenizer.bundled();
        List<Item> asked = new ArrayList<>();
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            Item item = Items.at(domain, part, SEED, i);
            asked.add(item);
            prompts.add(ChatLayout.prompt(tokenizer, item.messages()));
        }
        List<int[]> answers = model.generate(prompts, LONGEST_ANSWER, HerdTokenizer.END);
        int exact = 0;
        int valid = 0;
        long tokens = 0;
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            String answer = tokenizer.decode(answers.get(i));
            Grade grade = Grade.of(asked.get(i), answer);
            exact += grade.exact() ? 1 : 0;
            valid += grade.valid() ? 1 : 0;
            tokens += answers.get(i).length;
            if (!grade.exact() && failures.size() < SHOWN) {
                failures.add(new Failure(asked.get(i).question(), answer, asked.get(i).finalAnswer()));
            }
        }
        return new Evaluation(domain, part, items, exact, valid, Chance.of(domain), (double) tokens / items, failures);
    }

    /** The share of exact final answers. */
    public double accuracy() {
        return (double) exact / items;
    }

    /** The share of answers with valid working. */
    public double validity() {
        return (double) valid / items;
    }
}
