package dev.drover.herd.task;

import java.util.List;

/** A question in tidy words and its answer, before it is disguised and put in a conversation. */
record Question(String contentKey, String prompt, String answer, String finalAnswer, List<String> steps) {

    Question(String contentKey, String prompt, Working working) {
        this(contentKey, prompt, working.text(), working.finalAnswer(), working.steps());
    }
}
