package dev.drover.gateway.evaluation;

import dev.drover.inference.Message;
import dev.drover.inference.option.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Tasks in a file, a JSON object a line:
 *
 * <pre>
 *   {"prompt": "What is 37 + 58?", "answer": "95"}
 *   {"messages": [{"role": "user", "content": "..."}], "answer": "^\\s*yes", "match": "regex"}
 * </pre>
 *
 * {@code match} says when an answer is right: {@code contains} (the default; letters' case does not count), {@code exact} (but
 * for space around it), {@code last} (its last line holds the text as words of its own) or {@code regex} (found in it).
 */
final class TaskFile {

    private static final Set<String> KEYS = Set.of("prompt", "messages", "answer", "match", "id");
    private static final List<String> MATCHES = List.of("contains", "exact", "last", "regex");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    private TaskFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it cannot be read or a line is no task, with its number
     */
    static List<Task> read(Path file) {
        TaskFile reading = new TaskFile(file);
        List<Task> tasks = new ArrayList<>();
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                tasks.add(reading.task(i + 1, lines.get(i)));
            }
        }
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(file + " is empty (expected: tasks, a JSON object a line)");
        }
        return tasks;
    }

    /**
     * A file's text.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException(file + " cannot be read (expected: tasks, a JSON object a line)",
                    failure);
        }
    }

    private Task task(int line, String text) {
        JsonNode json = parsed(line, text);
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw wrong(line, key + ": unknown key",
                        Names.nearest(key, KEYS)
                                .map(near -> near + "?")
                                .orElse("one of " + String.join(", ", KEYS.stream().sorted().toList())));
            }
        }
        JsonNode answer = json.path("answer");
        if (!answer.isString() || answer.stringValue().isEmpty()) {
            throw wrong(line, "answer: " + answer, "a text");
        }
        Predicate<String> right = match(line, json.path("match").asString("contains"), answer.stringValue());
        return new Task(messages(line, json), given -> {
            boolean holds = right.test(given);
            return new Task.Graded(holds, holds);
        });
    }

    private JsonNode parsed(int line, String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException broken) {
            throw wrong(line, "no JSON: " + broken.getOriginalMessage(), "a JSON object");
        }
        throw wrong(line, "no object", "a JSON object");
    }

    private List<Message> messages(int line, JsonNode json) {
        if (json.path("prompt").isString()) {
            return List.of(Message.user(json.get("prompt").stringValue()));
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : json.path("messages")) {
            if (!message.path("role").isString() || !message.path("content").isString()) {
                throw wrong(line, "messages: " + message, "{role, content}, both texts");
            }
            messages.add(new Message(message.get("role").stringValue(), message.get("content").stringValue()));
        }
        if (messages.isEmpty()) {
            throw wrong(line, "no question", "prompt, a text, or messages, a list");
        }
        return messages;
    }

    private Predicate<String> match(int line, String match, String answer) {
        return switch (match) {
            case "contains" -> {
                String wanted = answer.toLowerCase(Locale.ROOT);
                yield given -> given.toLowerCase(Locale.ROOT).contains(wanted);
            }
            case "exact" -> given -> given.strip().equals(answer.strip());
            case "last" -> {
                Pattern words = Pattern.compile("(?<!\\w)" + Pattern.quote(answer.strip()) + "(?!\\w)",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
                yield given -> words.matcher(given.strip().lines().reduce("", (before, last) -> last)).find();
            }
            case "regex" -> regex(line, answer).asPredicate();
            default -> throw wrong(line, "match: " + match, "one of " + String.join(", ", MATCHES));
        };
    }

    private Pattern regex(int line, String answer) {
        try {
            return Pattern.compile(answer);
        } catch (PatternSyntaxException broken) {
            throw wrong(line, "answer: " + answer + ", " + broken.getDescription(), "a regular expression");
        }
    }

    private IllegalArgumentException wrong(int line, String what, String expected) {
        return new IllegalArgumentException(file + ":" + line + ": " + what + " (expected: " + expected + ")");
    }
}
