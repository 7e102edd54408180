package dev.drover.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class YamlTreeTest {

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void valuesHaveTheirTypesAndLines() {
        List<Node> documents = read("""
                text: plain
                quoted: '3'
                whole: 3
                broken: -2.5e1
                flag: true
                empty:
                list:
                  - a
                  - {b: 1}
                """);

        assertThat(problems).isEmpty();
        assertThat(documents).containsExactly(new Node.Mapping(1, Map.of("text", new Node.Scalar(1, "plain"), "quoted",
                new Node.Scalar(2, "3"), "whole", new Node.Scalar(3, 3L), "broken", new Node.Scalar(4, -25.0), "flag",
                new Node.Scalar(5, true), "empty", new Node.Scalar(6, null), "list", new Node.Sequence(7,
                        List.of(new Node.Scalar(8, "a"), new Node.Mapping(9, Map.of("b", new Node.Scalar(9, 1L))))))));
    }

    @Test
    void documentsComeInOrderWithTheLinesOfTheFile() {
        List<Node> documents = read("---\na: 1\n---\n# nothing\n---\n- x\n---\n'text'\n");

        assertThat(documents).extracting(Node::line).containsExactly(2, 6, 8);
        assertThat(documents).extracting(Node::describe).containsExactly("a mapping", "a list", "\"text\"");
    }

    @Test
    void whatCameBeforeAnErrorIsStillRead() {
        List<Node> documents = read("a: 1\n---\nb: [\n");

        assertThat(documents).hasSize(1);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("not YAML: ").contains("expected the node content");
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yes | "yes"
            0x10 | "0x10"
            1_000 | "1_000"
            99999999999999999999 | 1.0E20
            .inf | ".inf"
            true | true
            null | nothing
            """)
    void looseScalarsAreNotGuessedAt(String written, String described) {
        Node.Mapping mapping = (Node.Mapping) read("a: " + written).getFirst();

        assertThat(mapping.entries().values()).singleElement()
                .satisfies(value -> assertThat(value.describe()).isEqualTo(described));
    }

    @Test
    void longTextsAreShownShortened() {
        assertThat(new Node.Scalar(1, "x".repeat(500)).describe()).hasSize(Node.SHOWN + 3).endsWith("…\"");
        assertThat(new Node.Scalar(1, "a\nb\u0007").describe()).isEqualTo("\"a�b�\"");
    }

    @Test
    void aProblemPointsAtTheDeepestLineThatExists() {
        Node root = read("a:\n  b:\n    - x\n    - y\nc: 1\n").getFirst();
        Report report = new Report("f.yaml", 1, root, problems);
        report.add("a.b[1]", "m");
        report.add("a.b[9]", "m");
        report.add("a.missing.deeper", "m");
        report.add("c", "m");
        report.add("", "m");

        assertThat(problems).extracting(Problem::line).containsExactly(4, 2, 1, 5, 1);
        assertThat(report.where("a.b[0]")).isEqualTo("f.yaml:3");
    }

    @Test
    void aProblemReadsAsOneLine() {
        assertThat(new Problem("f.yaml", 2, 7, "spec.x", "3 (expected: 4)"))
                .hasToString("f.yaml:7: spec.x: 3 (expected: 4)");
        assertThat(new Problem("f.yaml", 2, 0, "", "broken")).hasToString("f.yaml, document 2: broken");
        assertThat(new Problem("f.yaml", 0, 0, "", "broken")).hasToString("f.yaml: broken");
    }

    private List<Node> read(String text) {
        return YamlTree.read(new PolicySource("test.yaml", text), problems);
    }
}
