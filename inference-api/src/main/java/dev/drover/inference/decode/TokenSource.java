package dev.drover.inference.decode;

import dev.drover.inference.token.Logits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decoding algorithm at work on one answer. Blocks; used by one thread, which is interrupted when the answer is no
 * longer wanted.
 */
public interface TokenSource extends AutoCloseable {

    /**
     * The next tokens of the answer, in order.
     *
     * @param room how many are still wanted, at least 1
     * @return 1 to {@code room} tokens; those after one that ends the answer are not looked at
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread was interrupted
     */
    int[] next(int room);

    /**
     * The logits that the last {@link #next} drew its only token from, before temperature and cuts; valid until the next
     * call. Null before the first, and where the method does not tell them.
     */
    default @Nullable Logits logits() {
        return null;
    }

    /** What can be told of the work so far, for the answer's explanation; values as {@code AnswerPart.Facts} takes. */
    Map<String, Object> facts();

    /** How many of the prompt's tokens were not computed for this answer, because their state was there already. */
    default int cachedTokens() {
        return 0;
    }

    /** Frees what the algorithm holds. */
    @Override
    void close();
}
