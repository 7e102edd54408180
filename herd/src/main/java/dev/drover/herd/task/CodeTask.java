package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Programs of two to five assignments, traced line by line. Each line is told again before it is worked out, so that the
 * place in the program is known; the variables it reads are looked up by name; and after it the whole state is told, so that
 * a variable's value stands just before, in the same words in which it is looked up. Values stay below a hundred: their sums
 * are known by heart here, not worked out.
 */
final class CodeTask implements Task {

    private static final List<String> NAMES = List.of("x", "y", "z", "a", "b", "c", "n", "m", "k", "p", "q", "s", "t");
    private static final int LIMIT = 99;
    private static final List<String> ENDS = List.of(" So ", " At the end ", " Printed: ", " Now ");

    /** A program, its state while it is written, and the working of its trace. */
    private static final class Program {
        final Map<String, Integer> state = new LinkedHashMap<>();
        final List<String> lines = new ArrayList<>();
        final Working working;

        Program(Working working) {
            this.working = working;
        }

        int value(String name) {
            return state.getOrDefault(name, 0);
        }

        String told() {
            return state.keySet().stream().map(this::told).collect(Collectors.joining(", "));
        }

        String told(String name) {
            return name + " is " + value(name);
        }
    }

    @Override
    public Question draw(Dice dice, double hardness) {
        Program program = new Program(new Working(dice));
        List<String> names = names(dice, Task.scaled(dice, hardness, 1, 3));
        constant(dice, program, names.getFirst());
        for (int line = Task.scaled(dice, hardness, 1, 4); line > 0; line--) {
            String name = names.get(Math.min(names.size() - 1, program.state.size()));
            if (program.state.containsKey(name) || dice.happens(0.2)) {
                name = dice.pick(names.subList(0, Math.min(names.size(), program.state.size() + 1)));
            }
            if (!program.state.containsKey(name) && dice.happens(0.3)) {
                constant(dice, program, name);
            } else {
                operation(dice, program, name);
            }
        }
        return question(dice, program);
    }

    private static Question question(Dice dice, Program program) {
        String asked = dice.pick(List.copyOf(program.state.keySet()));
        int value = program.value(asked);
        program.working.oneOf(ENDS).step(program.told(asked)).words(".").answer(String.valueOf(value));
        boolean prints = dice.happens(0.75);
        String style = dice.pick("print x", "print x", "print(x)");
        List<String> lines = new ArrayList<>(program.lines);
        if (prints) {
            lines.add(style.replace("x", asked));
        }
        boolean spaced = dice.happens(0.4);
        String joint = dice.pick("; ", "; ", "\n");
        String text = lines.stream().map(line -> spaced ? spaced(line) : line).collect(Collectors.joining(joint));
        String lead = joint.equals("\n") && dice.happens(0.7) ? "\n" : "";
        Map<String, String> slots = Map.of("program", Disguise.protect(lead + text), "name", Disguise.protect(asked));
        String prompt = Grammar.bundled().phrase(prints ? "trace" : "value", dice, slots);
        String key = "code:" + String.join(";", program.lines) + ";" + asked;
        return new Question(key, prompt, program.working);
    }

    private static String spaced(String line) {
        return line.contains("print") ? line
                : line.replaceAll("([+*-]?=)", " $1 ").replaceAll("(?<=\\w)([+*-])(?=\\w)", " $1 ");
    }

    private static List<String> names(Dice dice, int count) {
        List<String> names = new ArrayList<>();
        while (names.size() < count) {
            String name = dice.pick(NAMES);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static void constant(Dice dice, Program program, String name) {
        int value = dice.between(1, dice.happens(0.7) ? 9 : 30);
        program.lines.add(name + "=" + value);
        program.working.words(program.state.isEmpty() ? "" : " ").step(name + "=" + value).words(": ");
        program.state.put(name, value);
        program.working.step(program.told()).words(".");
    }

    private static void operation(Dice dice, Program program, String name) {
        String left = dice.happens(0.35) && program.state.containsKey(name) ? name
                : dice.pick(List.copyOf(program.state.keySet()));
        int value = program.value(left);
        boolean variable = dice.happens(0.35);
        String other = dice.pick(List.copyOf(program.state.keySet()));
        variable &= !other.equals(left) || dice.happens(0.3);
        int right = variable ? program.value(other) : dice.between(1, dice.happens(0.7) ? 9 : 20);
        char sign = sign(dice, value, right);
        int result = switch (sign) {
            case '+' -> value + right;
            case '-' -> value - right;
            default -> value * right;
        };
        if (result > LIMIT) {
            constant(dice, program, name);
            return;
        }
        String operand = variable ? other : String.valueOf(right);
        boolean shorthand = left.equals(name) && dice.happens(0.4);
        String line = shorthand ? name + sign + "=" + operand : name + "=" + left + sign + operand;
        program.lines.add(line);
        program.working.words(" ").step(line).words(": ").step(program.told(left)).words(", ");
        if (variable && !other.equals(left)) {
            program.working.step(program.told(other)).words(", ");
        }
        program.working.step("" + value + sign + right + "=" + result).words(". ");
        program.state.put(name, result);
        program.working.step(program.told()).words(".");
    }

    private static char sign(Dice dice, int value, int right) {
        double kind = dice.fraction();
        if (kind < 0.45) {
            return '+';
        }
        return kind < 0.7 && value * right <= LIMIT ? '*' : value > right ? '-' : '+';
    }
}
