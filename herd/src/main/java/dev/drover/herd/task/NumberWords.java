package dev.drover.herd.task;

import java.util.List;

/** Numbers from 0 to 99 in English words. */
final class NumberWords {

    private static final List<String> BELOW_TWENTY = List.of("zero", "one", "two", "three", "four", "five", "six",
            "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
            "seventeen", "eighteen", "nineteen");
    private static final List<String> TENS = List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
            "ninety");

    private NumberWords() {}

    /** The words of a number, its parts joined by {@code joint}: a hyphen or a blank. */
    static String of(int number, String joint) {
        if (number < 20) {
            return BELOW_TWENTY.get(number);
        }
        String tens = TENS.get(number / 10 - 2);
        return number % 10 == 0 ? tens : tens + joint + BELOW_TWENTY.get(number % 10);
    }
}
