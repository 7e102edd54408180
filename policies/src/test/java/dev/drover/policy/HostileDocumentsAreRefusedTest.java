package dev.drover.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileDocumentsAreRefusedTest {

    @Test
    void anAliasBombIsNeverExpanded() {
        String bomb = """
                a: &a [x, x, x, x, x, x, x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                """;

        assertThat(Examples.problems(bomb)).anySatisfy(problem -> {
            assertThat(problem.message()).contains("a YAML alias").contains("write it out");
            assertThat(problem.line()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "a:\n "})
    void deepNestingIsRefused(String opening) {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            deep.append(opening.equals("a:\n ") ? " ".repeat(i) + "a:\n" : opening);
            if (deep.length() > 900_000) {
                break;
            }
        }

        assertThat(Examples.problems(deep.toString())).anySatisfy(
                problem -> assertThat(problem.message()).containsAnyOf("nested deeper than 32", "not YAML"));
    }

    @Test
    void aHugeFileIsRefusedUnread() {
        assertThat(Examples.problems("# ".repeat(600_000))).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("at most 1000000"));
    }

    @Test
    void aMillionValuesAreRefused() {
        assertThat(Examples.problems("a: [" + "1,".repeat(200_000) + "1]"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("more than 100000 values"));
    }

    @Test
    void aListOfThousandsIsRefused() {
        assertThat(Examples.problems(Examples.model("a", "[" + "x,".repeat(20_000) + "x]"))).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("expected: at most 1000"));
    }

    @Test
    void aKeyThatOccursTwiceIsRefused() {
        assertThat(Examples.problems(Examples.MODELS.replace("kind: Model\nmetadata: {name: herd-facts}",
                "kind: Model\nkind: Model\nmetadata: {name: herd-facts}"))).singleElement().satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("kind");
                    assertThat(problem.message()).contains("twice");
                });
    }

    @Test
    void aNameThatIsTooLongOrHoldsControlCharactersIsRefused() {
        assertThat(Examples.problems(Examples.model("a", "[\"" + "x".repeat(600) + "\"]"))).isNotEmpty();
        assertThat(Examples.problems(Examples.model("a", "[\"a\\u0000b\"]"))).isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("\0"));
        assertThat(Examples.problems(Examples.model("a", "[\" a\"]"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "- 1", "42", "null", "[]", "{}", "a: !!binary xyz", "? [a, b]\n: 3", "<<: {a: b}",
            "!!java.net.URL [\"http://x\"]", "a: !foo 3", "%YAML 9.9\n---\na: 1", "\uFEFFa: 1", "a: 'x", "\t", "@", "`",
            "a: 1e999999999", "a: 99999999999999999999999999", "a: .nan", "spec: 1", "spec: [1]", "metadata: x",
            "kind: {}", "kind: 1", "apiVersion: [drover.dev/v1]"})
    void whatIsNoDocumentGivesAProblem(String text) {
        assertThat(Examples.problems(text)).isNotEmpty();
    }

    @Test
    void mutatedDocumentsGiveASetOrProblemsAndNothingElse() {
        SplittableRandom random = new SplittableRandom(20261121);
        byte[] seed = (Examples.MODELS + "---\n" + Examples.POLICY).getBytes(StandardCharsets.UTF_8);
        String alphabet = "{}[]:,-*&!|>'\"%@#\n\t \0a1.";
        int refused = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] bytes = seed.clone();
            int changes = 1 + random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
            List<Problem> problems = Examples.problems(new String(bytes, 0, length, StandardCharsets.UTF_8));
            refused += problems.isEmpty() ? 0 : 1;
            assertThat(problems).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
        }
        assertThat(refused).isGreaterThan(750);
    }

    @Test
    void refusingTakesLittleTime() {
        String wide = Examples.MODELS.replace("\"large-*\"]", "\"*a*a*a*a*a*a*a*ab\"]");
        long start = System.nanoTime();

        Examples.read(wide).resolve("a".repeat(100_000), "");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
