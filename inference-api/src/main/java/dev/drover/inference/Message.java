package dev.drover.inference;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks: {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
 * @param parts what it says, in order; empty where it says nothing
 * @param toolCalls the calls that an assistant's message makes, in order
 * @param toolCallId the call whose result a tool's message is; null for others
 * @param name the speaker's name; null when not said
 * @param json the message as it came, for providers that speak the same form; null when it was made here
 */
public record Message(String role, List<ContentPart> parts, List<ToolCall> toolCalls, @Nullable String toolCallId,
        @Nullable String name, @Nullable String json) {

    /** Copies the lists. */
    public Message {
        parts = List.copyOf(parts);
        toolCalls = List.copyOf(toolCalls);
    }

    /** A message of text. */
    public Message(String role, String content) {
        this(role, content.isEmpty() ? List.of() : List.of(new ContentPart.Text(content)), List.of(), null, null, null);
    }

    /** A message of parts. */
    public Message(String role, List<ContentPart> parts) {
        this(role, parts, List.of(), null, null, null);
    }

    /** A user's message. */
    public static Message user(String content) {
        return new Message("user", content);
    }

    /** A system message. */
    public static Message system(String content) {
        return new Message("system", content);
    }

    /** A model's message. */
    public static Message assistant(String content) {
        return new Message("assistant", content);
    }

    /** A model's message that calls tools. */
    public static Message calls(List<ContentPart> parts, List<ToolCall> calls) {
        return new Message("assistant", parts, calls, null, null, null);
    }

    /** A tool's result. */
    public static Message result(String toolCallId, List<ContentPart> parts) {
        return new Message("tool", parts, List.of(), toolCallId, null, null);
    }

    /** Its text: the text parts joined, whatever else it may say; empty where there is none. */
    public String content() {
        if (parts.size() == 1 && parts.getFirst() instanceof ContentPart.Text only) {
            return only.text();
        }
        return parts.stream()
                .filter(ContentPart.Text.class::isInstance)
                .map(part -> ((ContentPart.Text) part).text())
                .collect(Collectors.joining());
    }

    /** Whether it says something else than text. */
    public boolean hasMedia() {
        return parts.stream()
                .anyMatch(part -> !(part instanceof ContentPart.Text) && !(part instanceof ContentPart.Reasoning));
    }
}
