package dev.drover.cascade;

import dev.drover.cascade.drafter.Drafter;
import dev.drover.cascade.drafter.ModelDrafter;
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
        return client(name, new ModelDrafter(drafter), verifier, options);
    }

    /**
     * A cascade of a large model and whoever drafts for it.
     *
     * @param name the name its answers carry
     * @param drafter who drafts
     * @param verifier the large model
     * @param options the rule, its leniency and the block length
     * @throws IllegalArgumentException when the drafter cannot draft for this model or under this rule
     */
    public static ModelClient client(String name, Drafter drafter, TokenModel verifier, CascadeOptions options) {
        SpeculativeDecoding decoding = new SpeculativeDecoding(drafter, verifier, options);
        return new Generation(name, new Pair(name, decoding, verifier), decoding);
    }

    /** The large model, with no more context than its drafter has. */
    private record Pair(String name, SpeculativeDecoding decoding, TokenModel verifier) implements TokenModel {

        @Override
        public int contextLength() {
            return decoding.contextLength();
        }

        @Override
        public Vocabulary vocabulary() {
            return verifier.vocabulary();
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
