package dev.drover.cascade;

import dev.drover.cascade.drafter.Drafter;
import dev.drover.cascade.drafter.ModelDrafter;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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
 * A draft ends at a token that ends the answer, where the drafter has no idea, and where the rule's {@code pi} is
 * {@code p} because of what the small model says; each model is handed what it has not seen in one piece. A
 * adjustment, such as a grammar's, holds for both models' logits, then come penalties and biases, counted over answer and
 * draft; both distributions are then shaped alike, and confidences are read before that.
 */
public final class SpeculativeDecoding implements DecodingMethod {

    private final Drafter drafter;
    private final TokenModel verifier;
    private final CascadeOptions options;
    private final Deferral deferral;
    private final Supplier<BlockLength> blocks;

    /**
     * Pairs two models.
     *
     * @param drafter the small model
     * @param verifier the large model
     * @param options the rule, its leniency and the block length
     * @throws IllegalArgumentException when the two do not share their tokens
     */
    public SpeculativeDecoding(TokenModel drafter, TokenModel verifier, CascadeOptions options) {
        this(new ModelDrafter(drafter), verifier, options);
    }

    /**
     * Pairs a drafter with a large model.
     *
     * @param drafter who drafts
     * @param verifier the large model
     * @param options the rule, its leniency and the block length
     * @throws IllegalArgumentException when the drafter cannot draft for this model or under this rule
     */
    public SpeculativeDecoding(Drafter drafter, TokenModel verifier, CascadeOptions options) {
        this(drafter, verifier, options, System::nanoTime);
    }

    SpeculativeDecoding(Drafter drafter, TokenModel verifier, CascadeOptions options, LongSupplier clock) {
        drafter.check(verifier);
        if (options.rule().readsConfidence() && !drafter.hasConfidence()) {
            throw new IllegalArgumentException("rule: " + options.rule().name() + " asks how sure the drafter is, and "
                    + drafter.name() + " always is (expected: one of "
                    + BuiltInRules.all()
                            .stream()
                            .filter(rule -> !rule.readsConfidence())
                            .map(DeferralRule::name)
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        this.drafter = drafter;
        this.verifier = verifier;
        this.options = options;
        this.deferral = options.deferral();
        if (options.adaptive()) {
            AdaptiveBlocks adaptive = new AdaptiveBlocks(clock);
            this.blocks = adaptive::answer;
        } else {
            BlockLength fixed = BlockLength.fixed(options.blockLength());
            this.blocks = () -> fixed;
        }
    }

    private SpeculativeDecoding(SpeculativeDecoding pair, Drafter drafter) {
        this.drafter = drafter;
        this.verifier = pair.verifier;
        this.options = pair.options;
        this.deferral = pair.deferral;
        this.blocks = pair.blocks;
    }

    @Override
    public DecodingMethod about(ChatRequest request) {
        Drafter informed = drafter.about(request);
        return informed.equals(drafter) ? this : new SpeculativeDecoding(this, informed);
    }

    /** How many tokens a prompt and its answer can have together. */
    int contextLength() {
        return Math.min(drafter.contextLength(), verifier.contextLength());
    }

    /**
     * Opens a sequence of each model; neither runs before the first tokens are asked for.
     *
     * @throws IllegalArgumentException when prompt and room together exceed a model's context
     */
    @Override
    public TokenSource start(int[] prompt, int room, Shaping shaping, Adjustment adjustment, RandomGenerator random) {
        int context = contextLength();
        if (prompt.length < 1 || room < 1 || (long) prompt.length + room > context) {
            throw new IllegalArgumentException("prompt and room: " + prompt.length + " and " + room
                    + " tokens (expected: each at least 1, together at most " + context + ")");
        }
        SequenceOptions capacity = new SequenceOptions(prompt.length + room, options.blockLength());
        TokenSequence large = verifier.open(capacity);
        TokenSequence small;
        try {
            small = drafter.open(capacity, prompt.length, verifier);
        } catch (RuntimeException failure) {
            large.close();
            throw failure;
        }
        return new SpeculativeSource(adjustment.around(small, prompt.length), adjustment.around(large, prompt.length),
                verifier.vocabulary(), prompt, room, new Verdict(deferral, shaping, random), options, blocks.get());
    }
}
