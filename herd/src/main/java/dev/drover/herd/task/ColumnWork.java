package dev.drover.herd.task;

import java.util.List;

/**
 * Column addition and subtraction in words, from the ones upward. The operands are restated first, so that the digits
 * stand in a known place; then each column states digits, carry and what is written; the result comes last, when all its
 * digits are known. The last column writes nothing and carries nothing: its value heads the result.
 */
final class ColumnWork {

    private static final List<String> ONES = List.of(" Ones: ", " First the ones: ", " Start with ones: ",
            " From the right: ");
    private static final List<String> TENS = List.of(" Tens: ", " Then tens: ", " Next tens: ", " Now tens: ");
    private static final List<String> ENDS = List.of(" So ", " That gives ", " Together ", " This makes ");
    private static final List<String> REMAINDERS = List.of(" So ", " That gives ", " This leaves ", " We get ");

    private ColumnWork() {}

    /** Adds the working of {@code first + second} for numbers from 0 to 9999. */
    static void add(Working working, int first, int second) {
        working.step(first + "+" + second).words(".");
        int columns = columns(Math.max(first, second));
        int carry = 0;
        int power = 1;
        for (int column = 0; column < columns; column++) {
            int sum = first / power % 10 + second / power % 10 + carry;
            lead(working, column);
            working.step(first / power % 10 + "+" + second / power % 10 + (carry == 1 ? "+1" : "") + "=" + sum);
            carry = sum / 10;
            if (column < columns - 1) {
                working.step(", write " + sum % 10 + (carry == 1 ? ", carry 1" : ""));
            }
            working.words(".");
            power *= 10;
        }
        working.oneOf(ENDS).step(first + "+" + second + "=" + (first + second)).words(".");
    }

    /** Adds the working of {@code first - second}, where the second is not the larger one. */
    static void subtract(Working working, int first, int second) {
        working.step(first + "-" + second).words(".");
        subtractColumns(working, first, second);
        working.oneOf(REMAINDERS).step(first + "-" + second + "=" + (first - second)).words(".");
    }

    /** Adds the working of {@code first - second}, where the second is larger: turned round, then with a minus sign. */
    static void subtractBelowZero(Working working, int first, int second) {
        working.step(first + "-" + second)
                .words(". ")
                .step(second + " is larger")
                .words(": ")
                .step(second + "-" + first)
                .words(".");
        subtractColumns(working, /* first= */ second, /* second= */ first);
        working.oneOf(REMAINDERS)
                .step(second + "-" + first + "=" + (second - first))
                .words(", ")
                .step(first + "-" + second + "=" + (first - second))
                .words(".");
    }

    private static void subtractColumns(Working working, int first, int second) {
        int columns = columns(first);
        int borrow = 0;
        int power = 1;
        for (int column = 0; column < columns; column++) {
            int top = first / power % 10;
            int low = second / power % 10;
            int next = top - low - borrow < 0 ? 1 : 0;
            lead(working, column);
            working.step(
                    (top + 10 * next) + "-" + low + (borrow == 1 ? "-1" : "") + "=" + (top + 10 * next - low - borrow));
            if (next == 1) {
                working.step(", borrow 1");
            }
            working.words(".");
            borrow = next;
            power *= 10;
        }
    }

    private static void lead(Working working, int column) {
        switch (column) {
            case 0 -> working.oneOf(ONES);
            case 1 -> working.oneOf(TENS);
            case 2 -> working.words(" Hundreds: ");
            default -> working.words(" Thousands: ");
        }
    }

    private static int columns(int largest) {
        return String.valueOf(largest).length();
    }
}
