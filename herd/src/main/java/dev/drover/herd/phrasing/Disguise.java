package dev.drover.herd.phrasing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What happens to a question between a tidy grammar and a real keyboard: case, lost marks and apostrophes, curly ones,
 * doubled blanks, a mistyped word, a greeting before and a plea behind. Text between {@link #protect protecting} marks, such as
 * letters to be sorted, passes unchanged. One of the disguises is drawn at its odds, independently of the others.
 */
public final class Disguise {

    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final double CAPITAL = 0.65;
    private static final double MARK_LOST = 0.22;
    private static final double APOSTROPHES_LOST = 0.15;
    private static final double TYPESET = 0.04;
    private static final double COMMAS_LOST = 0.05;
    private static final double LOWER = 0.12;
    private static final double UPPER = 0.04;
    private static final double DOUBLE_BLANK = 0.03;
    private static final double MISTYPED = 0.05;
    private static final double BEFORE = 0.33;
    private static final double BEHIND = 0.25;

    private Disguise() {}

    /** Marks text that no disguise may change. */
    public static String protect(String text) {
        return OPEN + text + CLOSE;
    }

    /** The text without its protecting marks. */
    public static String bare(String text) {
        return text.replace(String.valueOf(OPEN), "").replace(String.valueOf(CLOSE), "");
    }

    /** The text as somebody might type it, without protecting marks. */
    public static String apply(String text, Dice dice) {
        String wrapped = capital(text, dice.happens(CAPITAL));
        if (dice.happens(MARK_LOST)) {
            wrapped = withoutLastMark(wrapped);
        }
        wrapped = wrap(wrapped, dice);
        if (dice.happens(APOSTROPHES_LOST)) {
            wrapped = change(wrapped, part -> part.replace("'", ""));
        }
        if (dice.happens(TYPESET)) {
            wrapped = change(wrapped, part -> part.replace("'", "\u2019").replace(" - ", " \u2212 "));
        }
        if (dice.happens(COMMAS_LOST)) {
            wrapped = change(wrapped, part -> part.replace(", ", " "));
        }
        double letterCase = dice.fraction();
        if (letterCase < LOWER) {
            wrapped = change(wrapped, part -> part.toLowerCase(Locale.ROOT));
        } else if (letterCase < LOWER + UPPER) {
            wrapped = change(wrapped, part -> part.toUpperCase(Locale.ROOT));
        }
        if (dice.happens(MISTYPED)) {
            wrapped = mistype(wrapped, dice);
        }
        if (dice.happens(DOUBLE_BLANK)) {
            wrapped = doubleBlank(wrapped, dice);
        }
        return bare(wrapped);
    }

    private static String wrap(String text, Dice dice) {
        Grammar grammar = Grammar.bundled();
        String wrapped = text;
        if (dice.happens(BEFORE)) {
            String before = grammar.phrase("before", dice, Words.slots(dice));
            boolean joins = !before.isEmpty() && Character.isLetterOrDigit(before.charAt(before.length() - 1));
            String glue = dice.happens(0.06) ? "\n" : " ";
            wrapped = capital(before, dice.happens(CAPITAL)) + glue + (joins ? lowerFirst(wrapped) : wrapped);
        }
        if (dice.happens(BEHIND)) {
            wrapped = behind(wrapped, grammar.phrase("behind", dice, Words.slots(dice)), dice);
        }
        return wrapped;
    }

    /** Adds a plea, set apart by more than a blank where it could be taken for part of a list or program. */
    private static String behind(String text, String plea, Dice dice) {
        char last = text.charAt(text.length() - 1);
        if (last == CLOSE) {
            String alone = plea.startsWith(", ") ? plea.substring(2) : plea;
            return text + dice.pick("\n", ". ", "! ") + capital(alone, dice.happens(CAPITAL));
        }
        boolean closed = ".?!".indexOf(last) >= 0;
        if (plea.startsWith(",")) {
            return withoutLastMark(text) + plea + (closed ? last : "");
        }
        return text + (dice.happens(0.05) ? "\n" : " ") + capital(plea, closed && dice.happens(CAPITAL));
    }

    private static String lowerFirst(String text) {
        boolean pronoun = text.startsWith("I ") || text.startsWith("I'");
        return text.isEmpty() || pronoun || text.charAt(0) == OPEN ? text
                : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String capital(String text, boolean wanted) {
        return !wanted || text.isEmpty() || text.charAt(0) == OPEN ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String withoutLastMark(String text) {
        int last = text.length() - 1;
        return last > 0 && ".?!".indexOf(text.charAt(last)) >= 0 ? text.substring(0, last).stripTrailing() : text;
    }

    /** Applies a change to the parts of a text that are not protected. */
    private static String change(String text, UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf(OPEN, at);
            int end = open < 0 ? text.length() : open;
            changed.append(change.apply(text.substring(at, end)));
            int close = open < 0 ? text.length() : text.indexOf(CLOSE, open) + 1;
            changed.append(text, end, close);
            at = close;
        }
        return changed.toString();
    }

    /** Swaps, drops or doubles a letter of one unprotected word of four letters or more. */
    private static String mistype(String text, Dice dice) {
        List<Integer> places = new ArrayList<>();
        boolean safe = !text.isEmpty() && text.charAt(0) == OPEN;
        for (int at = 1; at < text.length() - 2; at++) {
            char sign = text.charAt(at);
            safe = sign == OPEN ? true : sign == CLOSE ? false : safe;
            if (!safe && letters(text, at - 1, at + 2)) {
                places.add(at);
            }
        }
        if (places.isEmpty()) {
            return text;
        }
        int at = dice.pick(places);
        String tail = text.substring(at + 2);
        char first = text.charAt(at);
        char second = text.charAt(at + 1);
        return text.substring(0, at) + switch (dice.below(3)) {
            case 0 -> "" + second + first;
            case 1 -> "" + second;
            default -> "" + first + first + second;
        } + tail;
    }

    private static boolean letters(String text, int from, int to) {
        return text.substring(from, to + 1).chars().allMatch(Character::isLetter);
    }

    private static String doubleBlank(String text, Dice dice) {
        int blank = text.indexOf(' ', dice.below(text.length()));
        boolean inside = blank >= 0 && text.lastIndexOf(OPEN, blank) > text.lastIndexOf(CLOSE, blank);
        return blank < 0 || inside ? text : text.substring(0, blank) + " " + text.substring(blank);
    }
}
