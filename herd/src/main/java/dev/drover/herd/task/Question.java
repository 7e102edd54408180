package dev.drover.herd.task;

import java.util.List;

/**
 * A question in tidy words and its answer, before it is disguised and put in a conversation.
 *
 * @param contentKey what the question is about
 * @param parts keys of other contents whose whole working stands in the answer, such as the sum that is then reversed
 * @param prompt the question
 * @param answer the working and the final answer
 * @param finalAnswer what is asked for
 * @param steps what correct working must hold, in order
 */
record Question(String contentKey, List<String> parts, String prompt, String answer, String finalAnswer,
        List<String> steps) {

    Question(String contentKey, String prompt, Working working) {
        this(contentKey, List.of(), prompt, working);
    }

    Question(String contentKey, List<String> parts, String prompt, Working working) {
        this(contentKey, List.copyOf(parts), prompt, working.text(), working.finalAnswer(), working.steps());
    }

    /** True if the question and everything that is worked out on the way belong to a part. */
    boolean liesIn(Part part) {
        return Part.of(contentKey) == part && parts.stream().allMatch(key -> Part.of(key) == part);
    }
}
