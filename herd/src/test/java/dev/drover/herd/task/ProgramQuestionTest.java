package dev.drover.herd.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs as they stand in the question, run by an interpreter that knows nothing of the generator. */
class ProgramQuestionTest {

    private static final int ITEMS = 3_000;
    private static final Pattern STEP = Pattern.compile("\\w[+*-]?=\\S+: (.*), (\\d+)([+*-])(\\d+)=(\\d+)");

    @Test
    void theAnswerIsWhatTheProgramPrints() {
        Set<Boolean> printing = new HashSet<>();
        Drawn.each(new CodeTask(), ITEMS, question -> {
            Interpreter interpreter = new Interpreter();
            String printed = "";
            for (String line : lines(question)) {
                printed += interpreter.run(line);
            }
            if (printed.isEmpty()) {
                String asked = Drawn.protectedParts(question.prompt())
                        .stream()
                        .filter(part -> part.length() == 1)
                        .findFirst()
                        .orElseThrow();
                printed = interpreter.run("print " + asked);
            }
            printing.add(question.prompt().contains("print"));
            assertThat(question.finalAnswer()).as(question.toString()).isEqualTo(printed);
        });
        assertThat(printing).hasSize(2);
    }

    @Test
    void theTraceTellsTheWholeStateAfterEveryLine() {
        Drawn.each(new CodeTask(), ITEMS, question -> {
            Interpreter interpreter = new Interpreter();
            int at = 0;
            for (String line : lines(question)) {
                if (!line.startsWith("print")) {
                    interpreter.run(line);
                    int found = question.answer().indexOf(interpreter.told() + ".", at);
                    assertThat(found).as(line + " in " + question).isGreaterThanOrEqualTo(at);
                    at = found + 1;
                }
            }
        });
    }

    @Test
    void everyStepOfATraceLooksUpWhatItReadsInTheStateBefore() {
        int[] steps = new int[1];
        Drawn.each(new CodeTask(), ITEMS, question -> {
            List<String> sentences = List.of(question.answer().split("\\. ", -1));
            for (int at = 1; at < sentences.size(); at++) {
                Matcher step = STEP.matcher(sentences.get(at));
                if (step.matches()) {
                    assertThat(Calculator.value(step.group(2) + step.group(3) + step.group(4))).as(question.answer())
                            .isEqualTo(Long.parseLong(step.group(5)));
                    List<String> read = List.of(step.group(1).split(", ", -1));
                    assertThat(read.getFirst()).endsWith(" is " + step.group(2));
                    String before = sentences.get(at - 1).replaceFirst(".*: ", "");
                    assertThat(List.of(before.split(", ", -1))).as(question.answer()).containsAll(read);
                    steps[0]++;
                }
            }
        });
        assertThat(steps[0]).isGreaterThan(ITEMS);
    }

    @Test
    void valuesStayBelowAHundredAndAboveZero() {
        Drawn.each(new CodeTask(), ITEMS, question -> {
            Interpreter interpreter = new Interpreter();
            lines(question).forEach(interpreter::run);
            assertThat(interpreter.state().values()).as(question.toString())
                    .allMatch(value -> value > 0 && value <= 99);
            assertThat(interpreter.state()).hasSizeBetween(1, 3);
        });
    }

    @Test
    void theKeyIsTheProgramHoweverItIsSpacedAndPrinted() {
        Drawn.each(new CodeTask(), ITEMS, question -> {
            List<String> tight = lines(question).stream()
                    .filter(line -> !line.startsWith("print"))
                    .map(line -> line.replace(" ", ""))
                    .toList();
            assertThat(question.contentKey()).startsWith("code:" + String.join(";", tight) + ";");
            assertThat(tight).hasSizeBetween(2, 5);
        });
    }

    @Test
    void programsReachTheModelAsTheyAreWhateverTheDisguise() {
        for (int index = 0; index < ITEMS / 2; index++) {
            Item item = Items.at(Domain.CODE, Part.TRAIN, 54, index);
            String program = item.contentKey().substring(5, item.contentKey().lastIndexOf(';'));
            assertThat(item.question().replaceAll("[\\s;]", "")).as(item.toString()).contains(program.replace(";", ""));
        }
    }

    private static List<String> lines(Question question) {
        String program = Drawn.protectedParts(question.prompt())
                .stream()
                .filter(part -> part.contains("="))
                .findFirst()
                .orElseThrow();
        return List.of(program.strip().split("; |\n", -1));
    }
}
