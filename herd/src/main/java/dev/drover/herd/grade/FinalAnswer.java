package dev.drover.herd.grade;

/** The final answer of a model's text: what stands behind the last {@code Answer:}, without blanks and full stop. */
public final class FinalAnswer {

    private static final String MARK = "Answer:";

    private FinalAnswer() {}

    /** The final answer; of a text without {@code Answer:}, the whole text. */
    public static String of(String answer) {
        int mark = answer.lastIndexOf(MARK);
        String text = mark < 0 ? answer : answer.substring(mark + MARK.length());
        return withoutStop(text.strip());
    }

    private static String withoutStop(String text) {
        boolean lines = text.indexOf('\n') >= 0;
        return !lines && text.endsWith(".") ? text.substring(0, text.length() - 1).stripTrailing() : text;
    }
}
