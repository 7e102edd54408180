package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import java.util.List;
import java.util.Map;

/**
 * Dates, weekdays and clock times, forward and back. Months are left behind one by one, weekdays are numbers whose sevens
 * are taken off, minutes pass over into hours: each step is a small sum that stands in the text.
 */
final class DatesTask implements Task {

    private static final List<String> SO = List.of(" So ", " That is ", " This is ", " We get ");
    private final UnitsTask units = new UnitsTask();

    @Override
    public Question draw(Dice dice, double hardness) {
        double kind = dice.fraction();
        if (kind < 0.36) {
            return date(dice, hardness);
        }
        if (kind < 0.58) {
            return weekday(dice, hardness);
        }
        return kind < 0.78 ? clock(dice, hardness) : units.draw(dice, hardness);
    }

    private static Question date(Dice dice, double hardness) {
        int month = dice.below(12);
        int day = dice.between(1, Calendar.length(month));
        boolean weeks = dice.happens(0.12);
        int days = weeks ? 7 * dice.between(1, 2 + (int) (hardness * 9)) : dice.between(1, 12 + (int) (hardness * 90));
        boolean after = dice.happens(0.6);
        Working working = new Working(dice);
        String sign = after ? "+" : "-";
        if (weeks) {
            working.step("7*" + days / 7 + "=" + days).words(". ");
        }
        String end = after ? forward(working, day, month, days) : back(working, day, month, days);
        working.oneOf(SO).step(end).words(".").answer(end);
        String length = weeks ? count(days / 7, "week") : count(days, "day");
        String date = written(dice, day, month);
        String prompt = Grammar.bundled()
                .phrase(after ? "date-after" : "date-before", dice, Map.of("date", date, "days", length));
        return new Question("date:%02d-%02d:%s%d".formatted(day, month + 1, sign, days), prompt, working);
    }

    private static String forward(Working working, int day, int month, int days) {
        int at = day + days;
        int in = month;
        working.step(Calendar.month(month) + ": " + day + "+" + days + "=" + at).words(".");
        while (at > Calendar.length(in)) {
            int length = Calendar.length(in);
            working.step(" " + Calendar.month(in) + " has " + length + ": " + at + "-" + length + "=" + (at - length)
                    + ", " + Calendar.month(in + 1)).words(".");
            at -= length;
            in++;
        }
        return at + " " + Calendar.month(in);
    }

    private static String back(Working working, int day, int month, int days) {
        if (days < day) {
            working.step(Calendar.month(month) + ": " + day + "-" + days + "=" + (day - days)).words(".");
            return day - days + " " + Calendar.month(month);
        }
        int rest = days - day;
        int in = month - 1;
        working.step(Calendar.month(month) + ": " + days + "-" + day + "=" + rest + ", " + Calendar.month(in))
                .words(".");
        while (rest >= Calendar.length(in)) {
            int length = Calendar.length(in);
            working.step(" " + Calendar.month(in) + " has " + length + ": " + rest + "-" + length + "="
                    + (rest - length) + ", " + Calendar.month(in - 1)).words(".");
            rest -= length;
            in--;
        }
        int length = Calendar.length(in);
        working.step(" " + Calendar.month(in) + " has " + length + ": " + length + "-" + rest + "=" + (length - rest))
                .words(".");
        return length - rest + " " + Calendar.month(in);
    }

    private static String written(Dice dice, int day, int month) {
        String name = Calendar.month(month);
        return switch (dice.below(6)) {
            case 0 -> name + " " + day;
            case 1 -> Ordinal.of(day) + " " + name;
            case 2 -> "the " + Ordinal.of(day) + " of " + name;
            case 3 -> name + " " + Ordinal.of(day);
            default -> day + " " + name;
        };
    }

    private static Question weekday(Dice dice, double hardness) {
        int day = dice.between(1, 7);
        int days = dice.between(1, 8 + (int) (hardness * 91));
        boolean after = dice.happens(0.65);
        Working working = new Working(dice);
        String prompt = Grammar.bundled()
                .phrase(after ? "weekday-after" : "weekday-before", dice,
                        Map.of("day", Calendar.day(day), "days", count(days, "day")));
        String end = weekday(working, day, days, after);
        working.answer(end);
        return new Question(weekdayKey(day, days, after), prompt, working);
    }

    /** The content key of a weekday, 1 for Monday, some days later or earlier. */
    static String weekdayKey(int day, int days, boolean after) {
        return "day:" + day + ":" + (after ? "+" : "-") + days;
    }

    /** Adds the working of a weekday some days later or earlier, and returns its name. */
    static String weekday(Working working, int day, int days, boolean after) {
        working.step(Calendar.day(day) + " is " + day).words(".");
        int rest = days % 7;
        if (days >= 7) {
            int sevens = days - rest;
            working.words(" ")
                    .step("7*" + days / 7 + "=" + sevens)
                    .words(", ")
                    .step(days + "-" + sevens + "=" + rest)
                    .words(".");
        }
        int at = after ? day + rest : day - rest;
        working.words(" ").step(day + (after ? "+" : "-") + rest + "=" + at).words(".");
        if (at > 7) {
            working.words(" ").step(at + "-7=" + (at - 7)).words(".");
            at -= 7;
        } else if (at < 1) {
            working.words(" ").step(at + "+7=" + (at + 7)).words(".");
            at += 7;
        }
        working.oneOf(List.of(" Day ", " Number ", " So ", " Now ")).step(at + " is " + Calendar.day(at)).words(".");
        return Calendar.day(at);
    }

    private static Question clock(Dice dice, double hardness) {
        int hour = dice.between(0, 23);
        int minute = dice.happens(0.3) ? 5 * dice.below(12) : dice.below(60);
        int span = dice.between(5, 60 + (int) (hardness * 239));
        boolean after = dice.happens(0.6);
        Working working = new Working(dice);
        boolean split = dice.happens(0.5) && span >= 60;
        String time = "%d:%02d".formatted(hour, minute);
        String prompt = Grammar.bundled()
                .phrase(after ? "clock-after" : "clock-before", dice,
                        Map.of("time", time, "span", split ? hours(span) : count(span, "minute")));
        working.step(time).words(". ");
        if (span >= 60 && !split) {
            working.step("60*" + span / 60 + "=" + span / 60 * 60)
                    .words(", ")
                    .step(span + "-" + span / 60 * 60 + "=" + span % 60)
                    .words(". ");
        }
        String end = after ? ClockWork.later(working, hour, minute, span)
                : ClockWork.earlier(working, hour, minute, span);
        working.oneOf(SO).step(end).words(".").answer(end);
        return new Question("time:" + time + ":" + (after ? "+" : "-") + span, prompt, working);
    }

    private static String hours(int span) {
        String hours = count(span / 60, "hour");
        return span % 60 == 0 ? hours : hours + " and " + count(span % 60, "minute");
    }

    /** A number and its noun, with an s unless the number is one. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
