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
 * What a run records in a file, so that a run that was stopped goes on where it was: a line that says what is measured, then a
 * line a task, written when it is done. What was being written when the run stopped is dropped.
 *
 * @param <T> what is recorded of a task
 */
final class RunRecords<T> {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final List<T> records = new ArrayList<>();

    private RunRecords(Path file) {
        this.file = file;
    }

    /**
     * Opens a file, or begins it.
     *
     * @param subject what is measured; another run cannot go on with the file
     * @param type of a record
     * @throws IllegalArgumentException when it records another run
     */
    static <T> RunRecords<T> open(Path file, Object subject, TypeReference<T> type) {
        RunRecords<T> records = new RunRecords<>(file);
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
            lines.subList(1, lines.size()).forEach(line -> records.records.add(MAPPER.readValue(line, type)));
            records.rewrite(head);
            return records;
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be used (expected: a file to write results to)", failure);
        } catch (JacksonException foreign) {
            throw new IllegalArgumentException(file + " is no record of a run (expected: one, or no file)", foreign);
        }
    }

    private void rewrite(String head) throws IOException {
        StringBuilder text = new StringBuilder(head).append('\n');
        records.forEach(one -> text.append(MAPPER.writeValueAsString(one)).append('\n'));
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "results", ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is recorded, a task after the other. */
    List<T> all() {
        return List.copyOf(records);
    }

    /** Adds a task's record. */
    void add(T entry) {
        records.add(entry);
        try {
            Files.write(file, (MAPPER.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be written (expected: room on the disk)", failure);
        }
    }
}
