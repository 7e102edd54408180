package dev.drover.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestsFindTheirPolicyTest {

    @Test
    void aPolicyGovernsTheNamesItMatches() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY);

        assertThat(governing(set, "auto", "")).isEqualTo("default");
        assertThat(governing(set, "auto", "blue")).isEqualTo("default");
        assertThat(set.resolve("nobody", "")).isEmpty();
    }

    @Test
    void aModelThatNoPolicyMatchesIsAnsweredByItself() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY);

        assertThat(direct(set, "herd-facts")).isEqualTo("herd-facts");
        assertThat(direct(set, "gpt-large")).isEqualTo("large-remote");
        assertThat(direct(set, "large-whatever")).isEqualTo("large-remote");
        assertThat(set.resolve("herd-pair", "")).hasValueSatisfying(target -> assertThat(target)
                .isEqualTo(new Target.Paired(set.policies().getFirst().cascades().getFirst())));
    }

    @Test
    void theMostSpecificMatchWinsThenThePriority() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.policy("all", "{models: [\"*\"]}", 9),
                Examples.policy("some", "{models: [\"code-*\"]}", 0),
                Examples.policy("more", "{models: [\"code-x*\"]}", 0),
                Examples.policy("exact", "{models: [code-x1]}", 0),
                Examples.policy("exact-blue", "{models: [code-x1], teams: [blue]}", 0),
                Examples.policy("exact-first", "{models: [code-x1], teams: [\"b*\"]}", 5),
                Examples.policy("all-low", "{models: [\"*\"]}", 8));

        assertThat(governing(set, "anything", "")).isEqualTo("all");
        assertThat(governing(set, "code-a", "")).isEqualTo("some");
        assertThat(governing(set, "code-x2", "")).isEqualTo("more");
        assertThat(governing(set, "code-x1", "")).isEqualTo("exact");
        assertThat(governing(set, "code-x1", "blue")).isEqualTo("exact-blue");
        assertThat(governing(set, "code-x1", "brown")).isEqualTo("exact-first");
        assertThat(governing(set, "large-remote", "")).isEqualTo("all");
    }

    @Test
    void policiesThatTieAreRefused() {
        List<Problem> problems = Examples.problems(Examples.MODELS, Examples.policy("one", "{models: [\"code-*\"]}", 0),
                Examples.policy("two", "{models: [\"*-main\"]}", 0));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.match");
            assertThat(problem.message()).contains("policy one").contains("different priorities");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {models: [auto]} | {models: [other]}
            {models: [auto]} | {models: ["au*"]}
            {models: ["a*"]} | {models: ["b*"]}
            {models: [auto], teams: [red]} | {models: [auto], teams: [blue]}
            {models: [auto], teams: [red]} | {models: [auto]}
            """)
    void policiesThatDoNotTieStandSideBySide(String one, String two) {
        assertThat(Examples.problems(Examples.MODELS, Examples.policy("one", one, 0), Examples.policy("two", two, 0)))
                .isEmpty();
    }

    @Test
    void aPriorityBreaksATie() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.policy("one", "{models: [auto]}", 0),
                Examples.policy("two", "{models: [auto]}", 1));

        assertThat(governing(set, "auto", "")).isEqualTo("two");
    }

    @Test
    void theNamesOfATeamAreThoseItMayAskFor() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY,
                Examples.policy("blue", "{models: [secret, \"s-*\"], teams: [blue]}", 0));

        assertThat(set.names("")).containsExactly("auto", "gpt-large", "herd-drafter", "herd-facts", "herd-pair",
                "herd-verifier", "large-remote");
        assertThat(set.names("blue")).contains("secret").doesNotContain("s-*", "large-*");
        set.names("").forEach(name -> assertThat(set.resolve(name, "")).as(name).isPresent());
    }

    @Test
    void theMostSpecificAliasWins() {
        PolicySet set = Examples.read(Examples.model("wide", "[\"*\"]"), Examples.model("narrow", "[\"q-*\"]"),
                Examples.model("exact", "[q-1]"));

        assertThat(direct(set, "q-1")).isEqualTo("exact");
        assertThat(direct(set, "q-2")).isEqualTo("narrow");
        assertThat(direct(set, "p")).isEqualTo("wide");
    }

    @Test
    void aliasesThatTieAreRefused() {
        assertThat(Examples.problems(Examples.model("a", "[\"q-*\"]"), Examples.model("b", "[\"*-q\"]")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("spec.aliases[0]"));
        assertThat(Examples.problems(Examples.model("a", "[x]"), Examples.model("b", "[x]"))).isNotEmpty();
    }

    @Test
    void patternsMeetWhenSomeNameMatchesBoth() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> names = words(6);
        for (int i = 0; i < 2_000; i++) {
            NamePattern one = pattern(random);
            NamePattern two = pattern(random);
            boolean found = names.stream().anyMatch(name -> one.matches(name) && two.matches(name));

            assertThat(one.meets(two)).as("%s and %s", one, two).isEqualTo(found);
            assertThat(two.meets(one)).isEqualTo(found);
        }
    }

    @Test
    void patternsMatchAsRegularExpressionsDo() {
        SplittableRandom random = new SplittableRandom(8);
        List<String> names = words(4);
        for (int i = 0; i < 500; i++) {
            NamePattern pattern = pattern(random);
            String regex = pattern.text().replace("*", ".*");
            for (String name : names) {
                assertThat(pattern.matches(name)).as("%s of %s", pattern, name).isEqualTo(name.matches(regex));
            }
        }
    }

    private static NamePattern pattern(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            text.append("ab*".charAt(random.nextInt(3)));
        }
        return new NamePattern(text.toString());
    }

    private static List<String> words(int longest) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int i = 0; i < words.size() && words.get(i).length() < longest; i++) {
            words.add(words.get(i) + "a");
            words.add(words.get(i) + "b");
        }
        return words;
    }

    private static String governing(PolicySet set, String model, String team) {
        return set.resolve(model, team).orElseThrow() instanceof Target.Governed governed ? governed.policy().name()
                : "nobody";
    }

    private static String direct(PolicySet set, String model) {
        return set.resolve(model, "").orElseThrow() instanceof Target.Direct direct ? direct.model().name() : "nobody";
    }
}
