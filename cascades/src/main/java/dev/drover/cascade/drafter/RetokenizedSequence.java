package dev.drover.cascade.drafter;

import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sequence of a large model's tokens, whose next one a small model with other tokens proposes by what it would say. */
final class RetokenizedSequence implements TokenSequence {

    /** How many of the large model's last tokens are cut again with what follows, so that both join as they would have. */
    private static final int CONTEXT = 6;

    private final TokenModel model;
    private final Vocabulary vocabulary;
    private final SequenceOptions options;
    private final int promptLength;
    private final int[] tokens;
    private final Continuation continuation;
    private final int end;
    private int length;
    private float[] values = new float[0];

    /**
     * Creates an empty one.
     *
     * @param model the small model
     * @param prompt the conversation in its tokens; null where it shall read the large model's prompt as plain text
     * @param vocabulary the large model's
     * @param options of this sequence
     * @param promptLength how many of the first tokens are no part of the answer
     */
    RetokenizedSequence(TokenModel model, int @Nullable [] prompt, Vocabulary vocabulary, SequenceOptions options,
            int promptLength) {
        this(model, new Continuation(model, prompt, options.capacity()), vocabulary, options, promptLength);
    }

    private RetokenizedSequence(TokenModel model, Continuation continuation, Vocabulary vocabulary,
            SequenceOptions options, int promptLength) {
        this.model = model;
        this.continuation = continuation;
        this.vocabulary = vocabulary;
        this.options = options;
        this.promptLength = promptLength;
        this.tokens = new int[options.capacity()];
        this.end = end(vocabulary);
    }

    private static int end(Vocabulary vocabulary) {
        for (int token = 0; token < vocabulary.size(); token++) {
            if (vocabulary.endsAnswer(token)) {
                return token;
            }
        }
        return -1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Logits extend(int[] added, int positions) {
        System.arraycopy(added, 0, tokens, length, added.length);
        length += added.length;
        int size = vocabulary.size();
        if (values.length < positions * size) {
            values = new float[positions * size];
        }
        Arrays.fill(values, 0, positions * size, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < positions; row++) {
            int token = proposed(length - positions + row + 1);
            if (token >= 0) {
                values[row * size + token] = 0;
            }
        }
        return new Logits(values, positions, size);
    }

    /** The token after the first {@code count}; -1 for none. */
    private int proposed(int count) {
        if (count < promptLength) {
            return -1;
        }
        continuation.begin(() -> text(0, promptLength));
        byte[] answer = bytes(promptLength, count);
        if (!Utf8.whole(answer)) {
            return -1;
        }
        boolean joined = continuation.goOn(answer);
        while (joined) {
            String rest = Utf8.text(continuation.said(), answer.length);
            int[] cut = rest.isEmpty() ? new int[0] : cut(count, rest);
            if (cut.length > 1 || (cut.length == 1 && continuation.ended())) {
                return cut[0];
            }
            if (continuation.ended()) {
                return rest.isEmpty() ? end : -1;
            }
            joined = continuation.say();
        }
        return -1;
    }

    /** Text that follows the first {@code count} tokens in the large model's tokens; none where it does not join. */
    private int[] cut(int count, String rest) {
        int from = Math.max(promptLength, count - CONTEXT);
        int wanted = rest.getBytes(StandardCharsets.UTF_8).length;
        for (String before : new String[] {text(from, count), ""}) {
            int[] all = vocabulary.encode(before + rest);
            int bytes = 0;
            int at = all.length;
            while (at > 0 && bytes < wanted) {
                bytes += vocabulary.bytes(all[--at]).length;
            }
            if (bytes == wanted && at < all.length && vocabulary.bytes(all[at]).length > 0) {
                return Arrays.copyOfRange(all, at, all.length);
            }
        }
        return new int[0];
    }

    private String text(int from, int to) {
        return new String(bytes(from, to), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            bytes.writeBytes(vocabulary.bytes(tokens[i]));
        }
        return bytes.toByteArray();
    }

    @Override
    public void truncate(int to) {
        length = to;
    }

    @Override
    public TokenSequence fork() {
        RetokenizedSequence copy = new RetokenizedSequence(model, continuation.anew(), vocabulary, options,
                promptLength);
        System.arraycopy(tokens, 0, copy.tokens, 0, length);
        copy.length = length;
        return copy;
    }

    @Override
    public void close() {
        continuation.close();
    }
}
