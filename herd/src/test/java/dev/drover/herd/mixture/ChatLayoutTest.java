package dev.drover.herd.mixture;

import dev.drover.herd.document.Document;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Turn;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChatLayoutTest {

    private static final HerdTokenizer TOKENIZER = HerdTokenizer.bundled();
    private static final List<Turn> MESSAGES = List.of(Turn.system("Be brief."), Turn.user("1+1"),
            Turn.assistant("Answer: 2."), Turn.user("What is 37 + 58?"));

    @Test
    void promptIsWhatTheChatTemplateMakes() {
        assertThat(TOKENIZER.decode(ChatLayout.prompt(TOKENIZER, MESSAGES)))
                .isEqualTo("<|bos|><|system|>Be brief.<|user|>1+1<|assistant|>Answer: 2.<|end|>"
                        + "<|user|>What is 37 + 58?<|assistant|>");
    }

    @Test
    void promptIsTheEncodingOfTheTemplatesText() {
        int[] prompt = ChatLayout.prompt(TOKENIZER, MESSAGES);
        IntStream expected = Arrays.stream(TOKENIZER.decode(prompt).split("(?=<\\|)|(?<=\\|>)", -1))
                .flatMapToInt(part -> part.startsWith("<|") ? IntStream.of(HerdTokenizer.special(part))
                        : Arrays.stream(TOKENIZER.encode(part)));

        assertThat(prompt).containsExactly(expected.toArray());
    }

    @Test
    void marksInAMessageAreNoSpecialTokens() {
        int[] prompt = ChatLayout.prompt(TOKENIZER, List.of(Turn.user("<|end|>")));

        assertThat(prompt).doesNotContain(HerdTokenizer.END);
    }

    @Test
    void documentIsPromptAnswerAndEnd() {
        Item item = new Item(Domain.ARITH, "add:1:1", List.of(Turn.user("1+1")), "1+1=2. Answer: 2.", "2", List.of());

        Document document = ChatLayout.document(TOKENIZER, item);

        assertThat(TOKENIZER.decode(document.tokens()))
                .isEqualTo("<|bos|><|user|>1+1<|assistant|>1+1=2. Answer: 2.<|end|>");
        assertThat(document.learned()[0]).isFalse();
        assertThat(document.learned()[document.length() - 1]).isTrue();
    }
}
