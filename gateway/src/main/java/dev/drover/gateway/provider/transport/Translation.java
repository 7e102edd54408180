package dev.drover.gateway.provider.transport;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Understands one answer in a provider's form. Used by one thread at a time, and for one answer. */
public interface Translation {

    /**
     * Reads one message of a stream.
     *
     * @param data the message
     * @param apart whether the parts it stands for are wanted, else they are left empty
     * @throws IllegalArgumentException when it is none
     */
    Seen message(String data, boolean apart);

    /**
     * Reads an answer that came whole.
     *
     * @param body the answer
     * @param apart whether the parts it stands for are wanted, else they are left empty
     * @throws IllegalArgumentException when it is none
     */
    Seen whole(String body, boolean apart);

    /**
     * Whether the answer is complete when the stream ends here.
     *
     * @param done whether the provider has said that this was all
     */
    boolean complete(boolean done);

    /**
     * What a message says.
     *
     * @param visible whether a client would see something of an answer in it: text, a tool call, an end
     * @param done whether it says that this was all
     * @param onlyUsage whether it carries usage and nothing else
     * @param usage what was used so far, where it says so
     * @param error the error inside it; null when there is none
     * @param parts the parts it stands for, usage apart
     */
    record Seen(boolean visible, boolean done, boolean onlyUsage, @Nullable Usage usage, @Nullable ErrorTold error,
            List<AnswerPart> parts) {

        /** Nothing but a sign of life. */
        public static final Seen NOTHING = new Seen(false, false, false, null, null, List.of());

        /** The mark of the end. */
        public static final Seen DONE = new Seen(false, true, false, null, null, List.of());

        /** Copies the parts. */
        public Seen {
            parts = List.copyOf(parts);
        }

        /** Parts of an answer; visible unless there are none but beginnings. */
        public static Seen of(List<AnswerPart> parts, @Nullable Usage usage) {
            return new Seen(parts.stream().anyMatch(part -> !(part instanceof AnswerPart.Begin)), false, false, usage,
                    null, parts);
        }

        /** An error. */
        public static Seen error(ErrorTold error) {
            return new Seen(false, false, false, null, error, List.of());
        }
    }

    /**
     * An error inside an answer.
     *
     * @param message for people
     * @param busy whether waiting would help
     */
    record ErrorTold(String message, boolean busy) {}
}
