package dev.drover.herd.task;

import java.util.ArrayList;
import java.util.List;

/** Products of numbers below 100 by partial products of tens and ones, each added to a running total. */
final class ProductWork {

    private static final List<String> BEGINNINGS = List.of(" ", " In parts. ", " Tens and ones. ", " Part by part. ");
    private static final List<String> ENDS = List.of(" So ", " That gives ", " Together ", " This makes ");

    private ProductWork() {}

    /** Adds the working of {@code first * second} for numbers from 1 to 99. */
    static void multiply(Working working, int first, int second) {
        working.step(first + "*" + second).words(".").oneOf(BEGINNINGS);
        int total = 0;
        List<Integer> tops = parts(first);
        List<Integer> lows = parts(second);
        String gap = "";
        for (int top : tops) {
            for (int low : lows) {
                working.words(gap).step(top + "*" + low + "=" + top * low);
                if (total > 0) {
                    working.words(", ").step(total + "+" + top * low + "=" + (total + top * low));
                }
                working.words(".");
                total += top * low;
                gap = " ";
            }
        }
        working.oneOf(ENDS).step(first + "*" + second + "=" + total).words(".");
    }

    private static List<Integer> parts(int number) {
        List<Integer> parts = new ArrayList<>();
        if (number >= 10) {
            parts.add(number / 10 * 10);
        }
        if (number % 10 > 0) {
            parts.add(number % 10);
        }
        return parts;
    }
}
