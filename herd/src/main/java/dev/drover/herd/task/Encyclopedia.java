package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Four hundred people who never lived, made from a fixed seed: what the herd knows by heart. Nobody can have met them in
 * other texts, so that what a model says of them it has learned here.
 */
public final class Encyclopedia {

    private static final int PEOPLE = 400;
    private static final long SEED = 1843;
    private static final List<String> TRADES = List.of("miner", "baker", "judge", "nurse", "pilot", "singer", "farmer",
            "tailor", "sailor", "painter", "cook", "smith", "teacher", "doctor", "driver", "weaver", "potter", "mason",
            "clerk", "hunter", "fisher", "printer", "barber", "butcher", "gardener", "carpenter", "dancer", "lawyer",
            "poet", "guard");
    private static final List<String> INSTRUMENTS = List.of("lute", "flute", "harp", "drum", "horn", "violin", "piano",
            "guitar", "cello", "organ", "trumpet", "banjo", "oboe", "viola", "whistle", "bells");
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final List<String> TOWN_ENDS = List.of("on", "en", "ar", "il", "ost", "um", "ek", "and");

    private static final List<Person> ALL = make();

    private Encyclopedia() {}

    /** Everybody, in the order of the table. */
    public static List<Person> people() {
        return ALL;
    }

    /** The table that is published with the models: a line of headings and a line a person, divided by commas. */
    public static String table() {
        return ALL.stream()
                .map(one -> "%s,%s,%d,%s,%s\n".formatted(one.name(), one.trade(), one.year(), one.town(),
                        one.instrument()))
                .collect(Collectors.joining("", "name,trade,born,town,instrument\n", ""));
    }

    private static List<Person> make() {
        Dice dice = Dice.of(SEED);
        Set<String> towns = new LinkedHashSet<>();
        while (towns.size() < 40) {
            towns.add(capital(syllable(dice) + consonant(dice) + dice.pick(TOWN_ENDS)));
        }
        Set<String> families = new LinkedHashSet<>();
        while (families.size() < PEOPLE) {
            families.add(capital(syllable(dice) + syllable(dice) + consonant(dice)));
        }
        List<String> places = List.copyOf(towns);
        List<Person> people = new ArrayList<>();
        for (String family : families) {
            String given = capital(syllable(dice) + consonant(dice));
            people.add(new Person(given + " " + family, dice.pick(TRADES), dice.between(1700, 1999), dice.pick(places),
                    dice.pick(INSTRUMENTS)));
        }
        return List.copyOf(people);
    }

    private static String consonant(Dice dice) {
        return letter(dice, CONSONANTS);
    }

    private static String syllable(Dice dice) {
        return letter(dice, CONSONANTS) + letter(dice, VOWELS);
    }

    private static String letter(Dice dice, String from) {
        return String.valueOf(from.charAt(dice.below(from.length())));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
