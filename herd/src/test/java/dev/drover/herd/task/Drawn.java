package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions as a task draws them, in tidy words, and what can be read off them. */
final class Drawn {

    /** A part that no disguise may change, between its marks. */
    static final Pattern PROTECTED = Pattern.compile("\uE000([^\uE001]*)\uE001");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Drawn() {}

    /** Checks questions of a task at all hardnesses. */
    static void each(Task task, int count, Consumer<Question> check) {
        for (int index = 0; index < count; index++) {
            check.accept(task.draw(Dice.of(77, index), (index % 7) / 6.0));
        }
    }

    /** The parts of a prompt that no disguise may change, such as lists and programs. */
    static List<String> protectedParts(String prompt) {
        return all(PROTECTED, 1, prompt);
    }

    /** The whole numbers of a text, in order. */
    static List<Integer> numbers(String text) {
        return all(NUMBER, 0, text).stream().map(Integer::valueOf).toList();
    }

    /** The prompt without protecting marks. */
    static String plain(Question question) {
        return Disguise.bare(question.prompt());
    }

    /** The fields of the content key. */
    static List<String> key(Question question) {
        return List.of(question.contentKey().split(":", -1));
    }

    private static List<String> all(Pattern pattern, int group, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
