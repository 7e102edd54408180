package dev.drover.cascade;

import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Constraint;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.random.RandomGenerator;

/**
 * Decoding by two models under a deferral rule: speculative cascades (Narasimhan et al., ICLR 2025, Algorithm 4).
 *
 * <pre>
 *   prompt          the large model reads it, which gives p for the first token
 *   then, again and again:
 *     draft         the small model draws x_1 .. x_g, each from its own q
 *     verify        one pass of the large model over the last token and the draft gives p for g + 1 positions
 *     accept        x_j with probability min(1, pi_j(x_j) / q_j(x_j)), up to the first rejection
 *     replace       the rejected token by one from max(0, pi_j - q_j), normalised
 *     or add        if none was rejected, one more token, drawn from pi_{g+1}
 *     roll back     both models to what was emitted
 * </pre>
 *
 * What is emitted has the law of {@code pi} at each position, whatever {@code g} is. That holds for the added token only
 * because it is drawn from {@code pi}, not from {@code p}: where the rule has to see {@code q} for it, the small model
 * drafts it too, and the token stands the same test as the others. The first token after the prompt is such a token.
 *
 * <p>
 * At temperature 0 no random number is drawn and no distribution computed unless the two models' first choices differ
 * and the rule asks for confidences. At a strict leniency the answer is then the large model's own, token for token.
 * The small model drafts nothing after a token that ends the answer, and each model is handed what it has not seen
 * in one piece. Both models' logits are constrained alike before anything is read of them, and both distributions are shaped
 * alike; confidences are read between the two.
 */
public final class SpeculativeDecoding implements DecodingMethod {

    private final TokenModel drafter;
    private final TokenModel verifier;
    private final CascadeOptions options;

    /**
     * Pairs two models.
     *
     * @param drafter the small model
     * @param verifier the large model
     * @param options the rule, its leniency and the block length
     * @throws IllegalArgumentException when the two do not share their tokens
     */
    public SpeculativeDecoding(TokenModel drafter, TokenModel verifier, CascadeOptions options) {
        String small = drafter.vocabulary().identity();
        String large = verifier.vocabulary().identity();
        if (!small.equals(large)) {
            throw new IllegalArgumentException(
                    "drafter: " + drafter.name() + " has the tokens " + small + " (expected: those of verifier "
                            + verifier.name() + ", " + large + "); pair models that were trained with one tokenizer");
        }
        this.drafter = drafter;
        this.verifier = verifier;
        this.options = options;
    }

    /**
     * Opens a sequence of each model; neither runs before the first tokens are asked for.
     *
     * @throws IllegalArgumentException when prompt and room together exceed a model's context
     */
    @Override
    public TokenSource start(int[] prompt, int room, Shaping shaping, Constraint constraint, RandomGenerator random) {
        int context = Math.min(drafter.contextLength(), verifier.contextLength());
        if (prompt.length < 1 || room < 1 || (long) prompt.length + room > context) {
            throw new IllegalArgumentException("prompt and room: " + prompt.length + " and " + room
                    + " tokens (expected: each at least 1, together at most " + context + ")");
        }
        SequenceOptions capacity = new SequenceOptions(prompt.length + room, options.blockLength());
        TokenSequence large = verifier.open(capacity);
        TokenSequence small;
        try {
            small = drafter.open(capacity);
        } catch (RuntimeException failure) {
            large.close();
            throw failure;
        }
        return new SpeculativeSource(constraint.around(small, prompt.length),
                constraint.around(large, prompt.length), verifier.vocabulary(), prompt, room,
                new Verdict(options.deferral(), shaping, random), options);
    }
}
