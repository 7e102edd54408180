package dev.drover.herd.task;

import java.util.ArrayDeque;
import java.util.Deque;

/** Whole numbers, {@code + - *} and a leading minus, worked out by the shunting of operators. */
final class Calculator {

    private Calculator() {}

    /** The value of an expression such as {@code 20*40+5-3}. */
    static long value(String expression) {
        Deque<Long> values = new ArrayDeque<>();
        Deque<Character> signs = new ArrayDeque<>();
        int at = 0;
        while (at < expression.length()) {
            int from = at;
            at += expression.charAt(at) == '-' ? 1 : 0;
            while (at < expression.length() && Character.isDigit(expression.charAt(at))) {
                at++;
            }
            values.push(Long.parseLong(expression.substring(from, at)));
            if (at < expression.length()) {
                char sign = expression.charAt(at++);
                while (!signs.isEmpty() && (sign != '*' || signs.peek() == '*')) {
                    reduce(values, signs.pop());
                }
                signs.push(sign);
            }
        }
        while (!signs.isEmpty()) {
            reduce(values, signs.pop());
        }
        return values.pop();
    }

    private static void reduce(Deque<Long> values, char sign) {
        long right = values.pop();
        long left = values.pop();
        values.push(switch (sign) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> throw new IllegalArgumentException("sign: " + sign + " (expected: + - *)");
        });
    }
}
