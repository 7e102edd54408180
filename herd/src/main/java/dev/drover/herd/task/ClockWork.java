package dev.drover.herd.task;

/** Clock times some minutes later or earlier: minutes first, an hour carried or borrowed, then hours. */
final class ClockWork {

    private ClockWork() {}

    /** Adds the working of a time {@code span} minutes later and returns it. */
    static String later(Working working, int hour, int minute, int span) {
        int minutes = minute + span % 60;
        int carry = minutes / 60;
        working.words("Minutes: ").step(minute + "+" + span % 60 + "=" + minutes);
        if (carry == 1) {
            working.step(", " + minutes + "-60=" + (minutes - 60) + ", carry 1");
        }
        int hours = hour + span / 60 + carry;
        working.words(". Hours: ").step(hour + "+" + span / 60 + (carry == 1 ? "+1" : "") + "=" + hours);
        if (hours >= 24) {
            working.step(", " + hours + "-24=" + (hours - 24));
        }
        working.words(".");
        return time(hours % 24, minutes % 60);
    }

    /** Adds the working of a time {@code span} minutes earlier and returns it. */
    static String earlier(Working working, int hour, int minute, int span) {
        int less = span % 60;
        int borrow = minute < less ? 1 : 0;
        working.words("Minutes: ");
        if (borrow == 1) {
            working.step(minute + "+60=" + (minute + 60))
                    .words(", ")
                    .step((minute + 60) + "-" + less + "=" + (minute + 60 - less))
                    .step(", borrow 1");
        } else {
            working.step(minute + "-" + less + "=" + (minute - less));
        }
        int hours = hour - span / 60 - borrow;
        working.words(". Hours: ").step(hour + "-" + span / 60 + (borrow == 1 ? "-1" : "") + "=" + hours);
        if (hours < 0) {
            working.step(", " + hours + "+24=" + (hours + 24));
        }
        working.words(".");
        return time(Math.floorMod(hours, 24), minute + 60 * borrow - less);
    }

    private static String time(int hour, int minute) {
        return "%d:%02d".formatted(hour, minute);
    }
}
