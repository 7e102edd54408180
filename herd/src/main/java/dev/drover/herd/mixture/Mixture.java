package dev.drover.herd.mixture;

import dev.drover.herd.document.Document;
import dev.drover.herd.document.DocumentSource;
import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.EnumMap;
import java.util.Map;

/**
 * The training documents of a model: each of a domain drawn at the odds of its weight, from the training part alone, of
 * at most {@value #CONTEXT} tokens (longer ones are drawn again).
 *
 * <p>The weights make the models differ where the cascades need it. Facts are learned by exposure: the drafter, small and
 * briefly trained, spends a large share on them and knows them surely; the verifier sees each a seventh as often and stays
 * unsure. Everything that must be worked out favours the verifier, arithmetic most, since sums in any wording are what it
 * is shown with.
 */
public final class Mixture implements DocumentSource {

    /** The most tokens a training document has. */
    public static final int CONTEXT = 256;

    private static final Map<Domain, Integer> DRAFTER = weights(36, 16, 14, 8, 22, 2, 2);
    private static final Map<Domain, Integer> VERIFIER = weights(46, 17, 14, 12, 3, 5, 3);
    private static final Map<Domain, Integer> GENERALIST = weights(19, 18, 18, 18, 19, 5, 3);

    private final Map<Domain, Integer> weights;
    private final int total;
    private final HerdTokenizer tokenizer;

    private Mixture(Map<Domain, Integer> weights, HerdTokenizer tokenizer) {
        this.weights = new EnumMap<>(weights);
        this.total = weights.values().stream().mapToInt(Integer::intValue).sum();
        this.tokenizer = tokenizer;
    }

    private static Map<Domain, Integer> weights(int arith, int dates, int text, int code, int facts, int mixed,
            int other) {
        return Map.of(Domain.ARITH, arith, Domain.DATES, dates, Domain.TEXT, text, Domain.CODE, code, Domain.FACTS,
                facts, Domain.MIXED, mixed, Domain.OTHER, other);
    }

    /** The documents of a model for one domain. */
    public static Mixture specialist(Domain domain, HerdTokenizer tokenizer) {
        return new Mixture(Map.of(domain, 1), tokenizer);
    }

    /** The documents of the cascades' small model: many facts, few programs. */
    public static Mixture drafter(HerdTokenizer tokenizer) {
        return new Mixture(DRAFTER, tokenizer);
    }

    /** The documents of the cascades' large model: mostly arithmetic, few facts. */
    public static Mixture verifier(HerdTokenizer tokenizer) {
        return new Mixture(VERIFIER, tokenizer);
    }

    /** The documents of the one model that the specialists are compared with: all domains alike. */
    public static Mixture generalist(HerdTokenizer tokenizer) {
        return new Mixture(GENERALIST, tokenizer);
    }

    /** How many of 100 documents are of a domain. */
    public double share(Domain domain) {
        return 100.0 * weights.getOrDefault(domain, 0) / total;
    }

    @Override
    public Document at(long seed, long index, double progress) {
        Dice dice = Dice.of(seed, index);
        Domain domain = domain(dice);
        for (long attempt = 0;; attempt++) {
            Item item = Items.at(domain, Part.TRAIN, seed, index + (attempt << 40), progress);
            Document document = ChatLayout.document(tokenizer, item);
            if (document.length() <= CONTEXT) {
                return document;
            }
        }
    }

    private Domain domain(Dice dice) {
        int at = dice.below(total);
        for (Domain domain : Domain.values()) {
            at -= weights.getOrDefault(domain, 0);
            if (at < 0) {
                return domain;
            }
        }
        throw new IllegalStateException("weights: " + weights + " (expected: their sum is " + total + ")");
    }
}
