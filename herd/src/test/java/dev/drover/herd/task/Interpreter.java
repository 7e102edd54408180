package dev.drover.herd.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the programs of the code domain line by line, however they are spaced. */
final class Interpreter {

    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w)([+*-])?=(\\w+)(?:([+*-])(\\w+))?");
    private static final Pattern PRINT = Pattern.compile("print\\(?(\\w)\\)?");

    private final Map<String, Integer> state = new LinkedHashMap<>();

    /** The variables in the order in which they were first written. */
    Map<String, Integer> state() {
        return state;
    }

    /** The variables as a trace tells them: {@code x is 3, y is 7}. */
    String told() {
        StringBuilder told = new StringBuilder();
        state.forEach(
                (name, value) -> told.append(told.isEmpty() ? "" : ", ").append(name).append(" is ").append(value));
        return told.toString();
    }

    /** Runs a line; gives what it prints, or nothing. */
    String run(String line) {
        String tight = line.replace(" ", "");
        Matcher print = PRINT.matcher(tight);
        if (print.matches()) {
            return String.valueOf(value(print.group(1)));
        }
        Matcher assignment = ASSIGNMENT.matcher(tight);
        if (!assignment.matches()) {
            throw new IllegalArgumentException("line: " + line + " (expected: an assignment or print)");
        }
        int value = value(assignment.group(3));
        if (assignment.group(4) != null) {
            value = operate(value, assignment.group(4), value(assignment.group(5)));
        }
        if (assignment.group(2) != null) {
            value = operate(value(assignment.group(1)), assignment.group(2), value);
        }
        state.put(assignment.group(1), value);
        return "";
    }

    private int value(String operand) {
        if (Character.isDigit(operand.charAt(0))) {
            return Integer.parseInt(operand);
        }
        Integer value = state.get(operand);
        if (value == null) {
            throw new IllegalStateException(operand + ": read before it was written");
        }
        return value;
    }

    private static int operate(int left, String sign, int right) {
        return switch (sign) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
        };
    }
}
