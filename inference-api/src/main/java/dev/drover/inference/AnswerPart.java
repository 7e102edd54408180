package dev.drover.inference;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer, in the order it was produced. {@code choice} is the index of the choice it belongs to, from 0.
 */
public sealed interface AnswerPart permits AnswerPart.Begin, AnswerPart.Text, AnswerPart.Reasoning, AnswerPart.Refusal,
        AnswerPart.ToolCallDelta, AnswerPart.Logprobs, AnswerPart.Finish, AnswerPart.Facts, AnswerPart.Frame, Usage {

    /**
     * The answer begins: the model has taken the request.
     *
     * @param choice the choice
     * @param model the model that answers, by its own name
     */
    record Begin(int choice, String model) implements AnswerPart {}

    /**
     * Text of the answer.
     *
     * @param choice the choice
     * @param text never empty, whole characters
     */
    record Text(int choice, String text) implements AnswerPart {}

    /**
     * Text of the model's reasoning, apart from the answer.
     *
     * @param choice the choice
     * @param text never empty, unless a signature comes alone
     * @param signature the provider's proof that the reasoning so far is its own; null while there is none
     */
    record Reasoning(int choice, String text, @Nullable String signature) implements AnswerPart {

        /** Reasoning without a signature. */
        public Reasoning(int choice, String text) {
            this(choice, text, null);
        }
    }

    /**
     * Text in which the model says why it does not answer.
     *
     * @param choice the choice
     * @param text never empty
     */
    record Refusal(int choice, String text) implements AnswerPart {}

    /**
     * A piece of a tool call.
     *
     * @param choice the choice
     * @param call the call's index within the answer
     * @param id the call's id, on its first piece
     * @param name the function's name, on its first piece
     * @param arguments a piece of the arguments' JSON text
     */
    record ToolCallDelta(int choice, int call, @Nullable String id, @Nullable String name,
            String arguments) implements AnswerPart {}

    /**
     * Log-probabilities of tokens, as the provider's JSON.
     *
     * @param choice the choice
     * @param json the {@code logprobs} object
     */
    record Logprobs(int choice, String json) implements AnswerPart {}

    /**
     * The answer's text is complete.
     *
     * @param choice the choice
     * @param reason {@code stop}, {@code length}, {@code tool_calls} or {@code content_filter}
     * @param stop which of the request's stop texts ended it; null when none did, or nobody knows
     */
    record Finish(int choice, String reason, @Nullable String stop) implements AnswerPart {

        /** An end that no stop text is known to have made. */
        public Finish(int choice, String reason) {
            this(choice, reason, null);
        }
    }

    /**
     * What a composed model tells of how it answered: the rule of a cascade, how many tokens were drafted, the reasons
     * of a route. Values are strings, numbers, booleans, lists and maps of those. May come more than once; later
     * values win.
     *
     * @param values by name
     */
    record Facts(Map<String, Object> values) implements AnswerPart {

        /** Copies the map. */
        public Facts {
            values = Map.copyOf(values);
        }
    }

    /**
     * Bytes of a provider's answer, passed on as they came to a client that speaks the same form: one server-sent event
     * without its framing, or a whole answer.
     *
     * @param data the event's data
     */
    record Frame(String data) implements AnswerPart {}
}
