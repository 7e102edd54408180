package dev.drover.herd.mixture;

import dev.drover.herd.document.Document;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Turn;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays conversations out as tokens: {@code <|bos|>}, then for each message the mark of its role and its text, with
 * {@code <|end|>} behind an assistant's, then {@code <|assistant|>} where an answer is wanted. No blanks or line breaks
 * stand between. The chat template in the model files says the same.
 */
public final class ChatLayout {

    private ChatLayout() {}

    /** The tokens after which the model's answer begins. */
    public static int[] prompt(HerdTokenizer tokenizer, List<Turn> messages) {
        IntStream.Builder tokens = IntStream.builder();
        tokens.add(HerdTokenizer.BOS);
        for (Turn message : messages) {
            tokens.add(HerdTokenizer.special(message.role().mark()));
            Arrays.stream(tokenizer.encode(message.content())).forEach(tokens::add);
            if (message.role() == Turn.Role.ASSISTANT) {
                tokens.add(HerdTokenizer.END);
            }
        }
        tokens.add(HerdTokenizer.special(Turn.Role.ASSISTANT.mark()));
        return tokens.build().toArray();
    }

    /**
     * An item with its answer as a document to learn from. Learned are the last answer and its end mark; an earlier
     * answer, perhaps of another domain, is part of what is given.
     */
    public static Document document(HerdTokenizer tokenizer, Item item) {
        int[] prompt = prompt(tokenizer, item.messages());
        int[] answer = tokenizer.encode(item.answer());
        int[] tokens = Arrays.copyOf(prompt, prompt.length + answer.length + 1);
        System.arraycopy(answer, 0, tokens, prompt.length, answer.length);
        tokens[tokens.length - 1] = HerdTokenizer.END;
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, prompt.length, learned.length, true);
        return new Document(tokens, learned);
    }
}
