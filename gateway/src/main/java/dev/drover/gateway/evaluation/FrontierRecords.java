package dev.drover.gateway.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * The marks of a run in a file, so that a run that was stopped goes on where it was: a line that says what is measured, then a
 * line a task, written when all settings have answered it. What was being written when the run stopped is dropped.
 */
final class FrontierRecords {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final List<List<Mark>> marks = new ArrayList<>();

    private FrontierRecords(Path file) {
        this.file = file;
    }

    /**
     * What a run measures; another one cannot go on with its file.
     *
     * @param drafter the small model's name
     * @param verifier the large model's name
     * @param tasks how many tasks there are
     * @param tasksHash a digest of the tasks
     * @param limit how many tokens an answer may have
     * @param seed where random numbers start
     * @param settings in the order of the marks
     */
    record Subject(String drafter, String verifier, int tasks, String tasksHash, int limit, long seed,
            List<CascadeSetting> settings) {}

    /**
     * Opens a file, or begins it.
     *
     * @throws IllegalArgumentException when it records another run
     */
    static FrontierRecords open(Path file, Subject subject) {
        FrontierRecords records = new FrontierRecords(file);
        String head = MAPPER.writeValueAsString(subject);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, head + "\n");
                return records;
            }
            String text = Files.readString(file);
            List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            if (lines.isEmpty() || !MAPPER.readTree(lines.getFirst()).equals(MAPPER.readTree(head))) {
                throw new IllegalArgumentException(file + " records another run (expected: the same models, tasks and "
                        + "settings, to go on with it); name another folder, or remove the file");
            }
            lines.subList(1, lines.size()).forEach(line -> records.marks.add(read(line)));
            records.rewrite(head);
            return records;
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be used (expected: a file to write results to)", failure);
        } catch (JacksonException foreign) {
            throw new IllegalArgumentException(file + " is no record of a run (expected: one, or no file)", foreign);
        }
    }

    private static List<Mark> read(String line) {
        return MAPPER.readValue(line, new TypeReference<List<Mark>>() {});
    }

    private void rewrite(String head) throws IOException {
        StringBuilder text = new StringBuilder(head).append('\n');
        marks.forEach(ofTask -> text.append(MAPPER.writeValueAsString(ofTask)).append('\n'));
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "results", ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The marks of the tasks that are done, in order. */
    List<List<Mark>> marks() {
        return List.copyOf(marks);
    }

    /** Adds a task's marks. */
    void add(List<Mark> ofTask) {
        marks.add(List.copyOf(ofTask));
        try {
            Files.write(file, (MAPPER.writeValueAsString(ofTask) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be written (expected: room on the disk)", failure);
        }
    }
}
