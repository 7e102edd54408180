package dev.drover.cascade.drafter;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small model with other tokens than those it drafts for. It goes on with the answer's text in its own tokens, greedily, and
 * that text is cut into the large model's (string-level speculation, as Timor et al. 2025 call "string-level exact match").
 * It reads the conversation in its own template.
 *
 * <p>
 * Its proposals are certain: {@code q} is one-hot. Under a strict rule the answer is exactly the large model's own, at temperature
 * 0 token for token and above it in law, because a token's proposal is made before anything random of that token is drawn. Under
 * a lenient rule the law is the rule's for the proposals that were made; but where a rejection falls into the midst of a token
 * of the small model, its text is cut anew from there, so that what is proposed may depend on where blocks ended. Where it has
 * said all it can, or its text cannot be cut so that it joins the answer's, there is no draft and the large model's word
 * holds.
 *
 * @param model the small model
 * @param request what is answered; null where nobody knows, and it reads the prompt as plain text
 */
public record RetokenizingDrafter(TokenModel model, @Nullable ChatRequest request) implements Drafter {

    /** One that has not been told of a request. */
    public RetokenizingDrafter(TokenModel model) {
        this(model, null);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean hasConfidence() {
        return false;
    }

    @Override
    public void check(TokenModel verifier) {
        // any two models have text in common
    }

    @Override
    public Drafter about(ChatRequest asked) {
        return new RetokenizingDrafter(model, asked);
    }

    @Override
    public TokenSequence open(SequenceOptions options, int promptLength, TokenModel verifier) {
        return new RetokenizedSequence(model, request == null ? null : prompt(request), verifier.vocabulary(), options,
                promptLength);
    }

    private int[] prompt(ChatRequest asked) {
        return asked.verbatim()
                ? model.prompt(asked.messages().stream().map(Message::content).collect(Collectors.joining()))
                : model.prompt(asked.messages(), asked.options().tools());
    }
}
