package dev.drover.cascade;

import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import dev.drover.inference.decode.Generation;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.ToolForm;
import dev.drover.inference.token.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes model clients of pairs of models. */
public final class Cascades {

    private Cascades() {}

    /**
     * A cascade: a client whose answers a small and a large model decode together. Conversations are put in the large
     * model's template and sampled by its defaults; the context is the shorter one of the two.
     *
     * @param name the name its answers carry
     * @param drafter the small model
     * @param verifier the large model
     * @param options the rule, its leniency and the block length
     * @throws IllegalArgumentException when the two do not share their tokens
     */
    public static ModelClient client(String name, TokenModel drafter, TokenModel verifier, CascadeOptions options) {
        return new Generation(name, new Pair(name, drafter, verifier),
                new SpeculativeDecoding(drafter, verifier, options));
    }

    /** The large model, with no more context than the small one has. */
    private record Pair(String name, TokenModel drafter, TokenModel verifier) implements TokenModel {

        @Override
        public Vocabulary vocabulary() {
            return verifier.vocabulary();
        }

        @Override
        public int contextLength() {
            return Math.min(drafter.contextLength(), verifier.contextLength());
        }

        @Override
        public Sampling defaults() {
            return verifier.defaults();
        }

        @Override
        public int[] prompt(List<Message> messages) {
            return verifier.prompt(messages);
        }

        @Override
        public @Nullable ToolForm toolForm() {
            return verifier.toolForm();
        }

        @Override
        public int[] prompt(List<Message> messages, ToolUse tools) {
            return verifier.prompt(messages, tools);
        }

        @Override
        public int[] prompt(String text) {
            return verifier.prompt(text);
        }

        @Override
        public TokenSequence open(SequenceOptions options) {
            return verifier.open(options);
        }
    }
}
