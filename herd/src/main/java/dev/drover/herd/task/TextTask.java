package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Letters sorted, turned round, counted and picked, and largest numbers found. Letters get numbers where their place
 * matters, so that looking up is by position.
 */
final class TextTask implements Task {

    private static final List<String> LAST_WORDS = List.of(" So ", " Then ", " Result: ", " We get ");
    private final WritingTask writing = new WritingTask();

    @Override
    public Question draw(Dice dice, double hardness) {
        double kind = dice.fraction();
        if (kind < 0.2) {
            return sort(dice, hardness);
        }
        if (kind < 0.4) {
            return reverse(dice, hardness);
        }
        if (kind < 0.53) {
            return count(dice, hardness);
        }
        if (kind < 0.66) {
            return nth(dice, hardness);
        }
        return kind < 0.8 ? extreme(dice, hardness) : writing.draw(dice, hardness);
    }

    private static Question sort(Dice dice, double hardness) {
        List<String> letters = letters(dice, Task.scaled(dice, hardness, 3, 8), true);
        String sorted = letters.stream().sorted().collect(Collectors.joining(" "));
        Working working = new Working(dice);
        working.step(letters.size() + " letters")
                .words(".")
                .oneOf(List.of(" Smallest first: ", " In order: ", " Sorted: ", " From a to z: "))
                .step(sorted)
                .words(".")
                .answer(sorted);
        return question(dice, "sort", letters, working, Map.of());
    }

    private static Question reverse(Dice dice, double hardness) {
        List<String> letters = letters(dice, Task.scaled(dice, hardness, 3, 8), false);
        String reversed = String.join(" ", letters.reversed());
        Working working = new Working(dice);
        working.step(numbered(letters))
                .words(".")
                .oneOf(List.of(" Backwards: ", " From the last: ", " Turned round: ", " Last first: "))
                .step(IntStream.iterate(letters.size(), at -> at > 0, at -> at - 1)
                        .mapToObj(at -> at + " " + letters.get(at - 1))
                        .collect(Collectors.joining(" ")))
                .words(".")
                .answer(reversed);
        return question(dice, "reverse", letters, working, Map.of());
    }

    private static Question count(Dice dice, double hardness) {
        List<String> kinds = letters(dice, dice.between(2, 4), true);
        List<String> letters = new ArrayList<>();
        for (int at = Task.scaled(dice, hardness, 4, 10); at > 0; at--) {
            letters.add(dice.happens(0.35) ? kinds.getFirst() : dice.pick(kinds));
        }
        String one = kinds.getFirst();
        int found = 0;
        List<String> told = new ArrayList<>();
        for (String letter : letters) {
            told.add(letter.equals(one) ? letter + " " + ++found : letter);
        }
        Working working = new Working(dice);
        working.words("Count ")
                .step(one)
                .words(": ")
                .step(String.join(", ", told))
                .words(".")
                .oneOf(List.of(" So ", " That is ", " In all ", " Together "))
                .step(String.valueOf(found))
                .words(".")
                .answer(String.valueOf(found));
        return question(dice, "count:" + one, "count", letters, working, Map.of("one", Disguise.protect(one)));
    }

    private static Question nth(Dice dice, double hardness) {
        List<String> letters = letters(dice, Task.scaled(dice, hardness, 3, 9), false);
        int place = dice.between(1, letters.size());
        Working working = new Working(dice);
        String found = letters.get(place - 1);
        working.step(numbered(letters))
                .words(".")
                .oneOf(List.of(" Number ", " Letter ", " At place ", " Position "))
                .step(place + " is " + found)
                .words(".")
                .answer(found);
        return question(dice, "nth:" + place, "nth", letters, working, Map.of("n", String.valueOf(place), "nth",
                place < 10 && dice.happens(0.4) ? spelled(place) : Ordinal.of(place)));
    }

    private static String spelled(int place) {
        return List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
                .get(place - 1);
    }

    private static Question extreme(Dice dice, double hardness) {
        boolean largest = dice.happens(0.65);
        int limit = dice.happens(0.75) ? 99 : 999;
        List<Integer> numbers = new ArrayList<>();
        for (int at = Task.scaled(dice, hardness, 2, 6); at > 0; at--) {
            numbers.add(dice.between(1, limit));
        }
        Comparator<Integer> order = largest ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Working working = new Working(dice);
        int best = numbers.getFirst();
        working.step("Start with " + best).words(".");
        for (int number : numbers.subList(1, numbers.size())) {
            int better = order.compare(number, best) > 0 ? number : best;
            working.words(" ").step(best + " or " + number + ": " + better).words(".");
            best = better;
        }
        working.oneOf(LAST_WORDS).step(String.valueOf(best)).words(".").answer(String.valueOf(best));
        String rule = largest ? "largest" : "smallest";
        List<String> words = numbers.stream().map(String::valueOf).toList();
        String list = String.join(dice.pick(", ", " ", ", "), words);
        return new Question(rule + ":" + String.join(",", words),
                Grammar.bundled().phrase(rule, dice, Map.of("list", list)), working);
    }

    private static List<String> letters(Dice dice, int count, boolean distinct) {
        List<String> letters = new ArrayList<>();
        while (letters.size() < count) {
            String letter = String.valueOf((char) ('a' + dice.below(26)));
            if (!distinct || !letters.contains(letter)) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private static String numbered(List<String> letters) {
        return IntStream.rangeClosed(1, letters.size())
                .mapToObj(at -> at + " " + letters.get(at - 1))
                .collect(Collectors.joining(" "));
    }

    private static Question question(Dice dice, String rule, List<String> letters, Working working,
            Map<String, String> slots) {
        return question(dice, rule, rule, letters, working, slots);
    }

    private static Question question(Dice dice, String key, String rule, List<String> letters, Working working,
            Map<String, String> slots) {
        String list = Disguise.protect(String.join(dice.pick(" ", " ", " ", ", ", ","), letters));
        Map<String, String> all = new HashMap<>(slots);
        all.put("list", list);
        return new Question(key + ":" + String.join(",", letters), Grammar.bundled().phrase(rule, dice, all), working);
    }
}
