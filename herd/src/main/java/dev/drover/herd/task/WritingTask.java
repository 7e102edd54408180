package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copying in a new form: a list to bullets, rows of a table to sentences, both in the order given. */
final class WritingTask implements Task {

    private static final List<String> GOODS = List.of("apples", "bread", "milk", "butter", "cheese", "eggs", "rice",
            "salt", "sugar", "tea", "coffee", "soap", "water", "juice", "fish", "pears", "plums", "nuts", "beans",
            "flour", "honey", "jam", "paper", "pens", "candles", "matches", "socks", "shoes", "a hat", "a book",
            "a lamp", "a ball", "red wine", "white bread", "green tea");
    private static final List<String> NAMES = List.of("Tom", "Anna", "Ben", "Eva", "Max", "Lisa", "Sam", "Mary", "Paul",
            "Nina", "Leo", "Jane", "Dan", "Rosa", "Omar", "Mia", "Ali", "Zoe", "Karl", "Ida");
    private static final List<String> TRADES = List.of("baker", "miner", "judge", "nurse", "pilot", "singer", "farmer",
            "tailor", "sailor", "painter", "cook", "smith", "teacher", "doctor", "driver", "weaver");

    @Override
    public Question draw(Dice dice, double hardness) {
        return dice.happens(0.5) ? bullets(dice, hardness) : rows(dice, hardness);
    }

    private static Question bullets(Dice dice, double hardness) {
        List<String> goods = distinct(dice, GOODS, Task.scaled(dice, hardness, 2, 6));
        Working working = new Working(dice);
        String lines = "- " + String.join("\n- ", goods);
        working.step(goods.size() + " items")
                .words(".")
                .oneOf(List.of(" One a line.", " As a list.", " In the same order.", " Here they are."))
                .answerLines(lines);
        String list = Disguise.protect(String.join(", ", goods));
        return new Question("bullets:" + String.join(",", goods),
                Grammar.bundled().phrase("bullets", dice, Map.of("list", list)), working);
    }

    private static Question rows(Dice dice, double hardness) {
        List<String> names = distinct(dice, NAMES, Task.scaled(dice, hardness, 1, 4));
        List<String> rows = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        for (String name : names) {
            String trade = dice.pick(TRADES);
            int age = dice.between(18, 90);
            rows.add(name + " " + age + " " + trade);
            sentences.add(name + " is " + age + " and a " + trade + ".");
        }
        Working working = new Working(dice);
        working.step(DatesTask.count(rows.size(), "row"))
                .words(".")
                .oneOf(List.of(" One sentence each.", " Row by row.", " In the same order.", " Here they are."))
                .answerLines(String.join("\n", sentences));
        String list = Disguise.protect(String.join(dice.pick("; ", "\n", " | "), rows));
        return new Question("rows:" + String.join(";", rows),
                Grammar.bundled().phrase("rows", dice, Map.of("list", list)), working);
    }

    private static List<String> distinct(Dice dice, List<String> from, int count) {
        List<String> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            String one = dice.pick(from);
            if (!chosen.contains(one)) {
                chosen.add(one);
            }
        }
        return chosen;
    }
}
