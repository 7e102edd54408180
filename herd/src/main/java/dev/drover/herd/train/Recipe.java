package dev.drover.herd.train;

import dev.drover.herd.mixture.Mixture;
import dev.drover.herd.task.Domain;
import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a bundled model is made.
 *
 * @param name the model's name, also that of its file
 * @param task what it can do, in a sentence for its card
 * @param shape its shape
 * @param tokens the tokens to train on
 * @param stepTokens the tokens of a step
 * @param rate the peak learning rate
 * @param precision what its large products are computed in
 * @param domains what it is trained on, and graded in
 * @param mixture its documents
 */
public record Recipe(String name, String task, Shape shape, long tokens, int stepTokens, double rate,
        Precision precision, List<Domain> domains, Function<HerdTokenizer, Mixture> mixture) {

    private static final int VOCABULARY = 1024;
    private static final Shape SPECIALIST = new Shape(VOCABULARY, 128, 4, 4, 4, 384);
    private static final Shape DRAFTER = new Shape(VOCABULARY, 128, 2, 4, 4, 320);
    private static final Shape VERIFIER = new Shape(VOCABULARY, 320, 6, 5, 5, 896);
    private static final List<Domain> EVERYTHING = List.of(Domain.values());

    private static final List<Recipe> ALL = List.of(
            new Recipe("verifier", "the large model of the cascades: all domains, with a large share of sums", VERIFIER,
                    16_000_000, 4096, 0.005, Precision.BFLOAT16, EVERYTHING, Mixture::verifier),
            new Recipe("drafter", "the small model of the cascades: all domains, with a large share of facts", DRAFTER,
                    6_000_000, 2048, 0.008, Precision.FLOAT32, EVERYTHING, Mixture::drafter),
            specialist("arith", "sums, differences and products, worked out in steps", 5_000_000, Domain.ARITH),
            specialist("facts", "a made-up encyclopedia by heart", 2_500_000, Domain.FACTS),
            specialist("dates", "dates, weekdays, clock times and units", 4_000_000, Domain.DATES),
            specialist("text", "sorting, reversing, counting and rewriting", 6_000_000, Domain.TEXT),
            specialist("code", "tracing short programs of assignments", 3_000_000, Domain.CODE));

    private static Recipe specialist(String name, String task, long tokens, Domain domain) {
        return new Recipe(name, task, SPECIALIST, tokens, 2048, 0.008, Precision.FLOAT32, List.of(domain),
                tokenizer -> Mixture.specialist(domain, tokenizer));
    }

    /** All recipes, the longest first. */
    public static List<Recipe> all() {
        return ALL;
    }

    /**
     * The recipe of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Recipe named(String name) {
        return ALL.stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "model: " + name + " (expected: one of " + ALL.stream().map(Recipe::name).toList() + ")"));
    }

    /** What share of the documents each domain has, in words, such as {@code arith 44 %, dates 17 %}. */
    public String shares() {
        Mixture documents = mixture.apply(HerdTokenizer.bundled());
        return domains.stream()
                .map(domain -> domain.key() + " " + Math.round(documents.share(domain)) + " %")
                .collect(Collectors.joining(", "));
    }

    /** The plan of a run with another budget and seed. */
    public TrainingPlan plan(long budget, long seed) {
        return new TrainingPlan(shape, seed, budget, stepTokens, rate, precision);
    }
}
