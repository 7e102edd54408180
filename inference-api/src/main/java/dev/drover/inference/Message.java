package dev.drover.inference;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks: {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
 * @param content its text; the text parts joined where the content came in parts; empty where there is none
 * @param json the message as it came, for providers that speak the same form; null when it was made here
 */
public record Message(String role, String content, @Nullable String json) {

    /** A message made here. */
    public Message(String role, String content) {
        this(role, content, null);
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
}
