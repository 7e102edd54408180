package dev.drover.cascade.drafter;

import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a small model would go on with an answer's text, greedily and in its own tokens; kept while the answer goes that way. */
final class Continuation {

    /** So many tokens of the small model at most make one of the large one's. */
    private static final int MOST_AHEAD = 16;
    private static final int TOKENS_A_TOKEN = 8;

    private final TokenModel model;
    private final int @Nullable [] given;
    private final int longest;
    private int[] prompt = {};
    private @Nullable TokenSequence sequence;
    /** What each token after the prompt ends at, in bytes of {@code said}. */
    private int[] ends = new int[16];
    private int count;
    private byte[] said = {};
    private int answered;
    private int next = -1;

    /**
     * Creates one.
     *
     * @param given the conversation in the model's tokens; null where it comes as text
     * @param capacity how many tokens conversation and answer have at most for the large model
     */
    Continuation(TokenModel model, int @Nullable [] given, int capacity) {
        this.model = model;
        this.given = given;
        this.longest = (int) Math.min(model.contextLength(), (long) TOKENS_A_TOKEN * capacity);
    }

    /** The same, at its beginning. */
    Continuation anew() {
        return new Continuation(model, given, longest);
    }

    /** Has the model read the conversation, once. */
    void begin(Supplier<String> conversation) {
        if (sequence == null) {
            prompt = given != null ? given : model.prompt(conversation.get());
            sequence = model.open(SequenceOptions.capacity(Math.max(longest, 1)));
            next = -1;
            if (prompt.length > 0 && prompt.length < longest) {
                next = read(prompt);
            }
        }
    }

    private int read(int[] tokens) {
        Logits row = Objects.requireNonNull(sequence).extend(tokens, 1);
        return row.argmax(0);
    }

    /** What it has said, the answer so far included; ends perhaps in the midst of a character. */
    byte[] said() {
        return said;
    }

    /** Whether it would end the answer here. */
    boolean ended() {
        return next >= 0 && model.vocabulary().endsAnswer(next);
    }

    /**
     * Takes the answer so far, which may be other than it was said.
     *
     * @return whether it can go on from there
     */
    boolean goOn(byte[] answer) {
        answered = answer.length;
        int same = Arrays.mismatch(said, answer);
        if (next >= 0 && (same < 0 || same == answer.length)) {
            return true;
        }
        int keep = same < 0 ? said.length : same;
        while (count > 0 && (ends[count - 1] > keep || startsInside(answer, ends[count - 1]))) {
            count--;
        }
        int from = count == 0 ? 0 : ends[count - 1];
        said = Arrays.copyOf(said, from);
        int[] rest = model.vocabulary().encode(new String(answer, from, answer.length - from, StandardCharsets.UTF_8));
        TokenSequence open = Objects.requireNonNull(sequence);
        if (rest.length == 0 || prompt.length + count + rest.length >= longest || open.length() == 0) {
            next = -1;
            return false;
        }
        open.truncate(prompt.length + count);
        next = read(rest);
        for (int token : rest) {
            append(model.vocabulary().bytes(token));
        }
        if (!Arrays.equals(said, answer)) {
            said = answer.clone();
            Arrays.fill(ends, count - rest.length, count, answer.length);
        }
        return true;
    }

    private static boolean startsInside(byte[] answer, int at) {
        return at < answer.length && (answer[at] & 0xC0) == 0x80;
    }

    /** Says one token more; false where it cannot. */
    boolean say() {
        if (next < 0 || ended() || prompt.length + count + 1 >= longest || ahead() >= MOST_AHEAD) {
            return false;
        }
        append(model.vocabulary().bytes(next));
        next = read(new int[] {next});
        return true;
    }

    /** How many tokens it is ahead of the answer. */
    private int ahead() {
        int ahead = 0;
        while (ahead < count && ends[count - 1 - ahead] > answered) {
            ahead++;
        }
        return ahead;
    }

    private void append(byte[] bytes) {
        int from = said.length;
        said = Arrays.copyOf(said, from + bytes.length);
        System.arraycopy(bytes, 0, said, from, bytes.length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = said.length;
    }

    void close() {
        TokenSequence open = sequence;
        if (open != null) {
            open.close();
        }
    }
}
