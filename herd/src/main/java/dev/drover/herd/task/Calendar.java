package dev.drover.herd.task;

import java.util.List;

/** Months of a year of 365 days and days of the week numbered from Monday, 1. */
final class Calendar {

    private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December");
    private static final List<Integer> LENGTHS = List.of(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);
    private static final List<String> DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
            "Sunday");

    private Calendar() {}

    /** The name of a month, 0 for January; larger numbers go on in the next year. */
    static String month(int month) {
        return MONTHS.get(Math.floorMod(month, 12));
    }

    /** The days of a month, 0 for January; February has 28. */
    static int length(int month) {
        return LENGTHS.get(Math.floorMod(month, 12));
    }

    /** The name of a day of the week, 1 for Monday to 7 for Sunday. */
    static String day(int day) {
        return DAYS.get(day - 1);
    }
}
