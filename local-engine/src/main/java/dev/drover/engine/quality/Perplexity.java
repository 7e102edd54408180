package dev.drover.engine.quality;

import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how well a model foretells a text. The text's tokens are cut into windows, one after another; in each the
 * model starts anew, and every token but the window's first is foretold from those before it in the window. With a
 * reference, what both say of each next token is compared as well.
 */
public final class Perplexity {

    private static final int STEP = 64;

    private final TokenModel model;
    private final @Nullable TokenModel reference;
    private final int window;
    private final IntConsumer progress;
    private int foretold;
    private double surprise;
    private double surpriseOfReference;
    private double divergence;
    private double largestDivergence;
    private int sameFirst;

    private Perplexity(TokenModel model, @Nullable TokenModel reference, int window, IntConsumer progress) {
        this.model = model;
        this.reference = reference;
        this.window = window;
        this.progress = progress;
    }

    /**
     * What was measured, over all tokens foretold.
     *
     * @param tokens how many tokens were foretold
     * @param perplexity e to the mean surprise, which is minus the logarithm of the probability given to the token
     * @param bitsPerToken the mean surprise in bits
     * @param referencePerplexity the reference's; null without one
     * @param divergence the mean of {@code sum of p ln(p / q)} (Kullback and Leibler 1951) in nats, with p the
     *        reference's probabilities and q the model's; null without a reference
     * @param largestDivergence the largest of any token; null without a reference
     * @param sameFirst the share of tokens for which both hold the same token most probable; null without a reference
     */
    public record Result(int tokens, double perplexity, double bitsPerToken, @Nullable Double referencePerplexity,
            @Nullable Double divergence, @Nullable Double largestDivergence, @Nullable Double sameFirst) {}

    /**
     * Measures.
     *
     * @param model whom
     * @param reference whom to compare with; null for nobody
     * @param tokens the text, with the mark of its beginning where the models want one; at least 2
     * @param window how many tokens a window has at most, from 2 to both models' context lengths
     * @param progress told after each step how many of the text's tokens are done
     * @throws IllegalArgumentException when there are too few tokens, the window is out of range, or the models do not
     *         share a vocabulary
     */
    public static Result measure(TokenModel model, @Nullable TokenModel reference, int[] tokens, int window,
            IntConsumer progress) {
        if (tokens.length < 2) {
            throw new IllegalArgumentException("text: " + tokens.length + " tokens (expected: at least 2)");
        }
        int longest = reference == null ? model.contextLength()
                : Math.min(model.contextLength(), reference.contextLength());
        if (window < 2 || window > longest) {
            throw new IllegalArgumentException("context: " + window + " (expected: 2 to " + longest + ")");
        }
        if (reference != null && !reference.vocabulary().identity().equals(model.vocabulary().identity())) {
            throw new IllegalArgumentException("reference: the vocabulary of " + reference.name()
                    + " (expected: that of " + model.name() + ", to compare token by token)");
        }
        Perplexity measured = new Perplexity(model, reference, window, progress);
        for (int from = 0; from + 1 < tokens.length; from += window) {
            measured.window(tokens, from, Math.min(tokens.length, from + window));
        }
        return measured.result();
    }

    private void window(int[] tokens, int from, int to) {
        SequenceOptions room = SequenceOptions.capacity(window);
        try (TokenSequence sequence = model.open(room);
                TokenSequence beside = reference == null ? null : reference.open(room)) {
            for (int first = from; first < to - 1; first += STEP) {
                int count = Math.min(STEP, to - 1 - first);
                int[] step = Arrays.copyOfRange(tokens, first, first + count);
                Logits logits = sequence.extend(step, count);
                Logits others = beside == null ? null : beside.extend(step, count);
                for (int row = 0; row < count; row++) {
                    compare(logits, others, row, tokens[first + row + 1]);
                }
                progress.accept(first + count);
            }
        }
        progress.accept(to);
    }

    private void compare(Logits logits, @Nullable Logits others, int row, int next) {
        double total = logOfSum(logits, row);
        surprise += total - logits.at(row, next);
        foretold++;
        if (others == null) {
            return;
        }
        double totalOfOthers = logOfSum(others, row);
        surpriseOfReference += totalOfOthers - others.at(row, next);
        double sum = 0;
        for (int token = 0; token < others.size(); token++) {
            double log = others.at(row, token) - totalOfOthers;
            sum += Math.exp(log) * (log - (logits.at(row, token) - total));
        }
        divergence += sum;
        largestDivergence = Math.max(largestDivergence, sum);
        sameFirst += logits.argmax(row) == others.argmax(row) ? 1 : 0;
    }

    private static double logOfSum(Logits logits, int row) {
        double largest = logits.at(row, logits.argmax(row));
        double sum = 0;
        for (int token = 0; token < logits.size(); token++) {
            sum += Math.exp(logits.at(row, token) - largest);
        }
        return largest + Math.log(sum);
    }

    private Result result() {
        double mean = surprise / foretold;
        boolean alone = reference == null;
        return new Result(foretold, Math.exp(mean), mean / Math.log(2),
                alone ? null : (Double) Math.exp(surpriseOfReference / foretold),
                alone ? null : (Double) (divergence / foretold), alone ? null : (Double) largestDivergence,
                alone ? null : (Double) ((double) sameFirst / foretold));
    }
}
