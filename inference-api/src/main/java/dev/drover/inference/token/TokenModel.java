package dev.drover.inference.token;

import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import java.util.List;

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
