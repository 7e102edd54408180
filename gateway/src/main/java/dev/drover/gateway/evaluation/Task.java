package dev.drover.gateway.evaluation;

import dev.drover.herd.grade.Grade;
import dev.drover.herd.task.Item;
import dev.drover.inference.Message;
import java.util.List;
import java.util.function.Function;

/**
 * A question with the way its answer is graded.
 *
 * @param messages the conversation
 * @param grading grades the answer's text
 */
public record Task(List<Message> messages, Function<String, Graded> grading) {

    /** Copies the conversation. */
    public Task {
        messages = List.copyOf(messages);
    }

    /**
     * An answer's grade.
     *
     * @param right whether its result is right
     * @param valid whether its working is right too; as {@code right} where working is not graded
     */
    public record Graded(boolean right, boolean valid) {}

    /** An item of the herd, graded by its final answer and its steps. */
    public static Task of(Item item) {
        return new Task(HerdItems.conversation(item), answer -> {
            Grade grade = Grade.of(item, answer);
            return new Graded(grade.exact(), grade.valid());
        });
    }

    /** Items of the herd. */
    public static List<Task> of(List<Item> items) {
        return items.stream().map(Task::of).toList();
    }
}
