package dev.drover.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every single value of good documents replaced by a wrong one: the problem names document, place, value and cure. */
class WrongValuesAreNamedTest {

    private static final Pattern VALUE = Pattern.compile("(\\w+): (\"[^\"]*\"|[^\\s,{}\\[\\]\"]+)(?=[,}\\s])");
    private static final String GOOD = Examples.MODELS + "---\n" + Examples.POLICY;
    private static final PolicyFolder.Pace NEVER = new PolicyFolder.Pace(Duration.ofDays(1), Duration.ofDays(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{x: y}", "[z]", "null", "", "[]", "{}", "[[[]]]", "{a: {b: {c: d}}}"})
    void aValueOfTheWrongTypeIsNamedWhereItStands(String wrong) {
        int replaced = 0;
        for (Matcher value = VALUE.matcher(GOOD); value.find();) {
            String text = GOOD.substring(0, value.start(2)) + wrong + GOOD.substring(value.end(2));
            int line = 1 + (int) GOOD.substring(0, value.start()).chars().filter(sign -> sign == '\n').count();
            assertThat(Examples.problems(text)).as(value.group() + " in line " + line).anySatisfy(problem -> {
                assertThat(problem.path()).contains(value.group(1));
                assertThat(problem.message()).contains("expected: ");
                assertThat(problem.line()).isEqualTo(line);
                assertThat(problem.file()).isEqualTo("test.yaml");
                assertThat(problem.document()).isPositive();
            });
            replaced++;
        }
        assertThat(replaced).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e300", "-0.5", "9223372036854775807", "1000000000000000000000", ".inf"})
    void aNumberOutOfRangeIsNamedWithItsRange(String wrong) {
        for (String key : List.of("context", "weight", "tier", "blockLength", "minimumQuality", "leniency")) {
            Matcher value = Pattern.compile(key + ": ([\\d.]+)").matcher(GOOD);
            assertThat(value.find()).isTrue();
            String text = GOOD.substring(0, value.start(1)) + wrong + GOOD.substring(value.end(1));
            assertThat(Examples.problems(text)).as(key).singleElement().satisfies(problem -> {
                assertThat(problem.path()).endsWith(key);
                assertThat(problem.message()).contains("expected: ").contains(" to ");
            });
        }
    }

    @Test
    void aHugeTextIsShownShortened() {
        String huge = "x".repeat(400_000);
        assertThat(Examples.problems(GOOD.replace("strategy: herd", "strategy: " + huge))).isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).hasSizeLessThan(500));
    }

    @Test
    void whateverIsReloadedTheSetInForceIsAGoodOne() throws IOException {
        SplittableRandom random = new SplittableRandom(20261122);
        Path file = Files.writeString(folder.resolve("all.yaml"), GOOD);
        List<String> pieces = new ArrayList<>(GOOD.lines().toList());
        pieces.addAll(
                List.of("- *a", "x: &a [b]", "spec: {", "kind: Model", "\t", "? [a]", "'", "metadata: {name: twin}"));
        try (PolicyFolder opened = PolicyFolder.open(folder, new PolicyReader(Examples.CATALOGUE), NEVER)) {
            for (int round = 0; round < 150; round++) {
                PolicySet before = opened.current();
                List<String> lines = new ArrayList<>(GOOD.lines().toList());
                for (int change = 0; change < 1 + random.nextInt(3); change++) {
                    lines.set(random.nextInt(lines.size()), pieces.get(random.nextInt(pieces.size())));
                }
                Files.writeString(file, String.join("\n", lines));
                boolean inForce = opened.reload();
                assertThat(opened.problems().isEmpty()).isEqualTo(inForce);
                if (!inForce) {
                    assertThat(opened.current()).isSameAs(before);
                }
            }
            Files.writeString(file, GOOD);
            assertThat(opened.reload()).isTrue();
            assertThat(opened.current().models()).hasSize(4);
        }
    }
}
