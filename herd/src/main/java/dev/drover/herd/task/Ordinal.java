package dev.drover.herd.task;

/** Numbers as places in an order. */
final class Ordinal {

    private Ordinal() {}

    /** The ordinal of a number from 1 to 99, in digits: 1st, 2nd, 3rd, 11th. */
    static String of(int number) {
        boolean teen = number / 10 == 1;
        return number + switch (teen ? 0 : number % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }
}
