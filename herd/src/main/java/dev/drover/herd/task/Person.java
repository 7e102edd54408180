package dev.drover.herd.task;

/**
 * Somebody who never lived.
 *
 * @param name given name and family name
 * @param trade the work done, a noun
 * @param year the year of birth
 * @param town the place of birth
 * @param instrument what was played
 */
public record Person(String name, String trade, int year, String town, String instrument) {

    /** The trade with its article. */
    String description() {
        return ("aeiou".indexOf(trade.charAt(0)) >= 0 ? "an " : "a ") + trade;
    }

    /** All that is known, in the one sentence in which the herd learns it. */
    public String sentence() {
        return name + ", " + description() + ", was born in " + year + " in " + town + " and played the " + instrument
                + ".";
    }
}
