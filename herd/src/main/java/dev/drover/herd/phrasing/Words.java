package dev.drover.herd.phrasing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Words nobody planned for: real ones from a list and made-up ones. Questions are framed with them so that a model learns
 * to look for the numbers and the operation and to pass over whatever else is said.
 */
public final class Words {

    private static final List<String> REAL = Resource.lines("words.txt")
            .stream()
            .filter(line -> !line.startsWith("#!"))
            .flatMap(line -> Arrays.stream(line.split(" ")))
            .filter(word -> !word.isEmpty())
            .toList();
    private static final List<String> ONSETS = List.of("b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j",
            "k", "l", "m", "n", "p", "pl", "qu", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "y", "z");
    private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "y");
    private static final List<String> CODAS = List.of("", "", "l", "m", "n", "nd", "ng", "r", "rt", "s", "st", "t",
            "x");

    private Words() {}

    /** A word: three times in four a real one, else made up of one to three syllables. */
    public static String word(Dice dice) {
        if (dice.happens(0.75)) {
            return dice.pick(REAL);
        }
        StringBuilder word = new StringBuilder();
        for (int syllable = dice.between(1, 3); syllable > 0; syllable--) {
            word.append(dice.pick(ONSETS)).append(dice.pick(VOWELS)).append(dice.pick(CODAS));
        }
        return word.toString();
    }

    /** Values for the slots {@code w1} to {@code w4} of stray words and {@code n}, a small number. */
    public static Map<String, String> slots(Dice dice) {
        return Map.of("w1", word(dice), "w2", word(dice), "w3", word(dice), "w4", word(dice), "n",
                String.valueOf(dice.between(1, 20)));
    }
}
