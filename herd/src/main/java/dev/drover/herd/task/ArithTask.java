package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Sums and differences of numbers to four digits and products of numbers to two, asked bare or as a word problem. What is
 * drawn most, whatever the hardness, is a sum or difference of two numbers below 100: the operands are easily learned,
 * the many ways to ask are not.
 */
final class ArithTask implements Task {

    private static final double SUMS = 0.52;
    private static final double DIFFERENCES = 0.36;
    private static final double STORIES = 0.33;
    private static final double BELOW_HUNDRED = 0.55;
    private static final double BELOW_ZERO = 0.12;
    private static final double IN_WORDS = 0.12;
    private static final int[] LIMITS = {9, 99, 999, 9999};
    private static final Pattern SENTENCE = Pattern.compile("[.?!] [a-z]");
    /** Two numbers, the first in words, with nothing to tell where it ends: sixty one. */
    private static final Pattern TOUCHING = Pattern.compile("\uE001[, ]*[\uE002\uE003]");
    private static final char FIRST = '\uE002';
    private static final char SECOND = '\uE003';

    @Override
    public Question draw(Dice dice, double hardness) {
        double kind = dice.fraction();
        double size = dice.happens(BELOW_HUNDRED) ? 0 : hardness;
        if (kind < SUMS) {
            return sum(dice, operand(dice, size), operand(dice, size));
        }
        if (kind < SUMS + DIFFERENCES) {
            return difference(dice, operand(dice, size), operand(dice, size));
        }
        int limit = hardness < 0.33 ? 12 : 99;
        return product(dice, dice.between(1, hardness < 0.66 ? 12 : 99), dice.between(1, limit));
    }

    private static int operand(Dice dice, double hardness) {
        int digits = hardness < 0.4 ? 1 : hardness < 0.85 ? 2 : 3;
        int limit = LIMITS[dice.happens(0.85) ? digits : dice.below(digits + 1)];
        return dice.between(limit == LIMITS[1] ? 1 : 0, limit);
    }

    private static Question sum(Dice dice, int first, int second) {
        String text = phrase(dice, dice.happens(STORIES) && Math.min(first, second) > 0 ? "sum-story" : "sum", first,
                second);
        boolean inOrder = text.indexOf(FIRST) < text.indexOf(SECOND);
        Working working = new Working(dice);
        ColumnWork.add(working, inOrder ? first : second, inOrder ? second : first);
        working.answer(String.valueOf(first + second));
        return new Question(sumKey(first, second), unmarked(text), working);
    }

    /** The content key of a sum, whatever the order of its operands. */
    static String sumKey(int first, int second) {
        return "add:" + Math.min(first, second) + ":" + Math.max(first, second);
    }

    private static Question difference(Dice dice, int one, int two) {
        boolean signed = dice.happens(BELOW_ZERO);
        int first = signed ? one : Math.max(one, two);
        int second = signed ? two : Math.min(one, two);
        String rule = signed ? "signed-difference" : dice.happens(STORIES) ? "difference-story" : "difference";
        String text = phrase(dice, rule, first, second);
        Working working = new Working(dice);
        if (first >= second) {
            ColumnWork.subtract(working, first, second);
        } else {
            ColumnWork.subtractBelowZero(working, first, second);
        }
        working.answer(String.valueOf(first - second));
        return new Question("sub:" + first + ":" + second, unmarked(text), working);
    }

    private static Question product(Dice dice, int first, int second) {
        String text = phrase(dice, dice.happens(0.2) ? "product-story" : "product", first, second);
        boolean inOrder = text.indexOf(FIRST) < text.indexOf(SECOND);
        Working working = new Working(dice);
        ProductWork.multiply(working, inOrder ? first : second, inOrder ? second : first);
        working.answer(String.valueOf(first * second));
        String key = "mul:" + Math.min(first, second) + ":" + Math.max(first, second);
        return new Question(key, unmarked(text), working);
    }

    private static String phrase(Dice dice, String rule, int first, int second) {
        Map<String, String> slots = new HashMap<>(Scene.draw(dice));
        boolean words = first < 100 && second < 100 && dice.happens(IN_WORDS);
        String joint = dice.pick("-", " ");
        boolean both = dice.happens(0.8);
        boolean firstOnly = dice.happens(0.5);
        slots.put("a", FIRST + number(dice, first, words && (both || firstOnly), joint));
        slots.put("b", SECOND + number(dice, second, words && (both || !firstOnly), joint));
        while (true) {
            String text = Grammar.bundled().phrase(rule, dice, slots);
            if (!TOUCHING.matcher(text).find()) {
                return sentences(text);
            }
        }
    }

    /** The text with a capital letter after every full stop and question mark. */
    private static String sentences(String text) {
        return SENTENCE.matcher(text).replaceAll(match -> match.group().toUpperCase(Locale.ROOT));
    }

    /** A number in digits, or in words that no typing error may turn into others. */
    private static String number(Dice dice, int number, boolean inWords, String joint) {
        if (!inWords) {
            return String.valueOf(number);
        }
        String words = NumberWords.of(number, joint);
        double letterCase = dice.fraction();
        if (letterCase < 0.05) {
            return Disguise.protect(words.toUpperCase(Locale.ROOT));
        }
        return Disguise
                .protect(letterCase < 0.15 ? Character.toUpperCase(words.charAt(0)) + words.substring(1) : words);
    }

    private static String unmarked(String text) {
        return text.replace(String.valueOf(FIRST), "").replace(String.valueOf(SECOND), "");
    }
}
