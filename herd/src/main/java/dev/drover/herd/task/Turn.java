package dev.drover.herd.task;

import java.util.Locale;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param content what is said, without marks of the prompt layout
 */
public record Turn(Role role, String content) {

    /** Who speaks. */
    public enum Role {
        /** Instructions of the one who runs the service. */
        SYSTEM,
        /** The one who asks. */
        USER,
        /** The model. */
        ASSISTANT;

        /** The mark of the prompt layout, such as {@code <|user|>}. */
        public String mark() {
            return "<|" + name().toLowerCase(Locale.ROOT) + "|>";
        }
    }

    /** A message of the user. */
    public static Turn user(String content) {
        return new Turn(Role.USER, content);
    }

    /** A message of the system. */
    public static Turn system(String content) {
        return new Turn(Role.SYSTEM, content);
    }

    /** An answer. */
    public static Turn assistant(String content) {
        return new Turn(Role.ASSISTANT, content);
    }
}
