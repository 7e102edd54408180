package dev.drover.gateway.lane;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The fields of a plain chat completion. */
enum Field {
    MODEL, MESSAGES, STREAM, STREAM_OPTIONS, TEMPERATURE, TOP_P, MIN_P, TOP_K, FREQUENCY_PENALTY, PRESENCE_PENALTY,
    MAX_TOKENS, MAX_COMPLETION_TOKENS, SEED, USER, STOP, REASONING_EFFORT,
    /** Of a message. */
    ROLE,
    /** Of a message. */
    CONTENT,
    /** Of a message. */
    NAME,
    /** Of {@code stream_options}. */
    INCLUDE_USAGE;

    private static final int LONGEST_NAME = 24;

    /** The field of a name where it stands; null for one that is not plain. */
    static @Nullable Field of(byte[] all, int from, int to, boolean inMessage, boolean inOptions) {
        if (to - from > LONGEST_NAME) {
            return null;
        }
        String name = new String(all, from, to - from, StandardCharsets.ISO_8859_1);
        if (inMessage) {
            return switch (name) {
                case "role" -> ROLE;
                case "content" -> CONTENT;
                case "name" -> NAME;
                default -> null;
            };
        }
        return inOptions ? name.equals("include_usage") ? INCLUDE_USAGE : null : switch (name) {
            case "model" -> MODEL;
            case "messages" -> MESSAGES;
            case "stream" -> STREAM;
            case "stream_options" -> STREAM_OPTIONS;
            case "temperature" -> TEMPERATURE;
            case "top_p" -> TOP_P;
            case "min_p" -> MIN_P;
            case "top_k" -> TOP_K;
            case "frequency_penalty" -> FREQUENCY_PENALTY;
            case "presence_penalty" -> PRESENCE_PENALTY;
            case "max_tokens" -> MAX_TOKENS;
            case "max_completion_tokens" -> MAX_COMPLETION_TOKENS;
            case "seed" -> SEED;
            case "user" -> USER;
            case "stop" -> STOP;
            case "reasoning_effort" -> REASONING_EFFORT;
            default -> null;
        };
    }
}
