package dev.drover.inference.token;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A language model whose next-token distributions can be read. Safe for use by many threads. A model that can do more
 * says so by a further interface of this package.
 */
public interface TokenModel {

    /** The model's name, for answers and logs. */
    String name();

    /** Its tokens. */
    Vocabulary vocabulary();

    /** How many tokens a sequence can have at most. */
    int contextLength();

    /** How its author wants it sampled, where its file says so; {@link Sampling#UNSET} where it does not. */
    Sampling defaults();

    /**
     * A conversation as this model was trained to read it, up to the point where its answer begins.
     *
     * @param messages oldest first, at least one
     * @throws dev.drover.inference.InferenceFailure.Rejected when the model's template refuses the conversation
     */
    int[] prompt(List<Message> messages);

    /** How this model writes calls of tools; null when its template has no place for tools. */
    default @Nullable ToolForm toolForm() {
        return null;
    }

    /**
     * A conversation in which the model may call tools.
     *
     * @param messages oldest first, at least one
     * @param tools what it may call; if that is nothing, the prompt is that of {@link #prompt(List)}
     * @throws dev.drover.inference.InferenceFailure.Rejected when the model's template refuses the conversation, or has no
     *         place for tools
     */
    default int[] prompt(List<Message> messages, ToolUse tools) {
        if (tools.wanted()) {
            throw new InferenceFailure.Rejected(400, "invalid_value", "tools",
                    "tools: a list of " + tools.tools().size() + " (expected: none, for model " + name()
                            + ", whose template has no place for tools; choose a model that was trained to call them)");
        }
        return prompt(messages);
    }

    /**
     * A text that is no conversation, to be continued as it stands.
     *
     * @param text possibly empty
     */
    default int[] prompt(String text) {
        return vocabulary().encode(text);
    }

    /**
     * Opens an empty sequence.
     *
     * @throws dev.drover.inference.InferenceFailure.Overloaded when there is no memory for it now
     */
    TokenSequence open(SequenceOptions options);
}
