package dev.drover.engine;

import dev.drover.engine.template.ChatTemplate;
import dev.drover.engine.template.Segment;
import dev.drover.engine.tokenizer.GgufVocabulary;
import dev.drover.inference.Message;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as tokens. Marks count where the template wrote them and are ordinary characters where a message did. A
 * model without a template gets the messages' texts, a line each, and completes them.
 */
final class Conversation {

    private final @Nullable ChatTemplate template;
    private final GgufVocabulary vocabulary;
    private final Map<String, String> marks = new HashMap<>();

    Conversation(@Nullable String template, GgufVocabulary vocabulary) {
        this.template = template == null ? null : ChatTemplate.of(template);
        this.vocabulary = vocabulary;
        if (vocabulary.bos() >= 0) {
            marks.put("bos_token", vocabulary.text(vocabulary.bos()));
        }
        if (vocabulary.eos() >= 0) {
            marks.put("eos_token", vocabulary.text(vocabulary.eos()));
        }
    }

    /** How the model writes calls of tools; null when its template has no place for tools in a known form. */
    @Nullable
    ToolForm toolForm() {
        return template == null ? null : template.toolForm();
    }

    int[] prompt(List<Message> messages, ToolUse tools) {
        if (template == null) {
            return withBeginning(
                    vocabulary.encode(messages.stream().map(Message::content).collect(Collectors.joining("\n"))));
        }
        StringBuilder text = new StringBuilder();
        BitSet structure = new BitSet();
        for (Segment segment : template.render(messages, tools, marks)) {
            int from = text.length();
            text.append(segment.text());
            structure.set(from, text.length(), segment.marks());
        }
        return withBeginning(vocabulary.encodeWithSpecials(text.toString(), structure));
    }

    /** The tokens with the mark of the beginning before them, where the model wants one and has none yet. */
    int[] withBeginning(int[] tokens) {
        boolean there = tokens.length > 0 && tokens[0] == vocabulary.bos();
        if (there || (!vocabulary.addsBos() && tokens.length > 0) || vocabulary.bos() < 0) {
            return tokens;
        }
        int[] whole = new int[tokens.length + 1];
        whole[0] = vocabulary.bos();
        System.arraycopy(tokens, 0, whole, 1, tokens.length);
        return whole;
    }
}
