package dev.drover.herd.task;

import java.util.List;

/**
 * A question as a model meets it, with its worked answer.
 *
 * @param domain the field of the last question
 * @param contentKey what is asked for, apart from wording; decides the {@link Part}
 * @param messages the prompt: perhaps a system message, perhaps an earlier question and answer, last the question
 * @param answer the answer with its working, one of several equally good wordings
 * @param finalAnswer what stands behind {@code Answer:}, without its full stop
 * @param steps fragments that correct working holds, in this order, in whatever words it is led from one to the next
 */
public record Item(Domain domain, String contentKey, List<Turn> messages, String answer, String finalAnswer,
        List<String> steps) {

    /** Keeps its own copies of the lists. */
    public Item {
        messages = List.copyOf(messages);
        steps = List.copyOf(steps);
    }

    /** The last question alone. */
    public String question() {
        return messages.getLast().content();
    }
}
