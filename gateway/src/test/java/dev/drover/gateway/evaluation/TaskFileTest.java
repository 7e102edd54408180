package dev.drover.gateway.evaluation;

import dev.drover.inference.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Tasks that somebody wrote into a file. */
class TaskFileTest {

    @TempDir
    Path folder;

    private List<Task> read(String text) throws IOException {
        return TaskFile.read(Files.writeString(folder.resolve("tasks.jsonl"), text));
    }

    @Test
    void aTaskIsAPromptOrAConversation() throws IOException {
        List<Task> tasks = read(
                """
                        {"prompt": "Hi", "answer": "a"}

                        {"id": 7, "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}], "answer": "b"}
                        """);
        assertThat(tasks.get(0).messages()).containsExactly(Message.user("Hi"));
        assertThat(tasks.get(1).messages()).containsExactly(new Message("system", "s"), Message.user("u"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            contains | Paris | It is PARIS.       | true
            contains | Paris | It is Rome.        | false
            exact    | 95    | ` 95\n`            | true
            exact    | 95    | 95.                | false
            last     | 95    | `37+58\nSo 95.`    | true
            last     | 95    | `95\nno, 96`       | false
            last     | 95    | `so 195`           | false
            regex    | ^\\\\d+$ | 123             | true
            regex    | ^\\\\d+$ | 12x             | false
            """)
    void anAnswerIsRightByItsMatch(String match, String answer, String given, boolean right) throws IOException {
        Task task = read("{\"prompt\": \"?\", \"answer\": \"" + answer + "\", \"match\": \"" + match + "\"}")
                .getFirst();
        assertThat(task.grading().apply(given.replace("\\n", "\n"))).isEqualTo(new Task.Graded(right, right));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt": "?"}                                  | answer: (missing)?.* .expected: a text
            {"answer": "a"}                                  | no question .expected: prompt, a text, or messages, a list
            {"prompt": "?", "answer": "a", "match": "fuzzy"} | match: fuzzy .expected: one of contains, exact, last, regex
            {"prompt": "?", "answer": "(", "match": "regex"} | answer: .*expected: a regular expression
            {"promt": "?", "answer": "a"}                    | promt: unknown key .expected: prompt.
            {"messages": [{"role": "user"}], "answer": "a"}  | messages: .*expected: .role, content., both texts
            [1]                                              | no object .expected: a JSON object
            {"prompt                                         | no JSON: .*expected: a JSON object
            """)
    void aLineThatIsNoTaskIsNamed(String line, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"prompt\": \"?\", \"answer\": \"a\"}\n" + line + "\n"))
                .withMessageMatching("(?s).*tasks\\.jsonl:2: " + problem + ".*");
    }

    @Test
    void aFileThatIsEmptyOrMissingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("\n")).withMessageContaining("is empty (expected:");
        assertThatIllegalArgumentException().isThrownBy(() -> TaskFile.read(folder.resolve("none")))
                .withMessageContaining("none cannot be read (expected:");
    }
}
