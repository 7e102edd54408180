package dev.drover.gateway.wire;

import dev.drover.inference.Usage;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What must be known of a chunk, or of a whole completion, that is passed on as it came; read in one pass without
 * building a tree.
 *
 * @param visible whether a client would see something of an answer in it: text, a tool call, an end
 * @param choices the indexes of the choices it speaks of
 * @param finished the indexes of the choices that end in it
 * @param usage what was used, where it says so
 * @param error the message of an error object inside it; null when there is none
 */
public record FrameScan(boolean visible, BitSet choices, BitSet finished, @Nullable Usage usage,
        @Nullable String error) {

    /** The largest index that is told apart. */
    private static final int LAST_CHOICE = 127;

    /**
     * Reads a frame.
     *
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static FrameScan of(String data) {
        try (JsonParser parser = Json.parser(data)) {
            Reading reading = new Reading(parser);
            reading.frame();
            return new FrameScan(reading.visible, reading.choices, reading.finished, reading.usage, reading.error);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("frame: no valid JSON (expected: a JSON object)", malformed);
        }
    }

    /** Whether it carries usage and nothing else. */
    public boolean onlyUsage() {
        return usage != null && choices.isEmpty();
    }

    private static final class Reading {

        private final JsonParser parser;
        private boolean visible;
        private final BitSet choices = new BitSet();
        private final BitSet finished = new BitSet();
        private @Nullable Usage usage;
        private @Nullable String error;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        void frame() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("frame: no JSON object (expected: a JSON object)");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                switch (parser.currentName()) {
                    case "choices" -> choices();
                    case "usage" -> usage();
                    case "error" -> error();
                    default -> skip();
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("frame: text after its end (expected: one JSON object)");
            }
        }

        private void choices() {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            for (int place = 0; parser.nextToken() == JsonToken.START_OBJECT; place++) {
                choice(place);
            }
        }

        private void choice(int place) {
            int index = place;
            boolean ends = false;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                switch (parser.currentName()) {
                    case "index" -> index = count();
                    case "delta", "message" -> delta();
                    case "text" ->
                        visible |= parser.nextToken() == JsonToken.VALUE_STRING && !parser.getString().isEmpty();
                    case "finish_reason" -> ends = parser.nextToken() == JsonToken.VALUE_STRING;
                    default -> skip();
                }
            }
            visible |= ends;
            index = Math.min(index, LAST_CHOICE);
            choices.set(index);
            if (ends) {
                finished.set(index);
            }
        }

        private void delta() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean role = parser.currentName().equals("role");
                JsonToken value = parser.nextToken();
                visible |= !role && value != JsonToken.VALUE_NULL
                        && !(value == JsonToken.VALUE_STRING && parser.getString().isEmpty());
                parser.skipChildren();
            }
        }

        private void usage() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            int prompt = 0;
            int completion = 0;
            int cached = 0;
            int reasoning = 0;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                switch (parser.currentName()) {
                    case "prompt_tokens" -> prompt = count();
                    case "completion_tokens" -> completion = count();
                    case "prompt_tokens_details" -> cached = detail("cached_tokens");
                    case "completion_tokens_details" -> reasoning = detail("reasoning_tokens");
                    default -> skip();
                }
            }
            usage = new Usage(prompt, completion, cached, 0, reasoning);
        }

        private int detail(String field) {
            int tokens = 0;
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    if (parser.currentName().equals(field)) {
                        tokens = count();
                    } else {
                        skip();
                    }
                }
            }
            return tokens;
        }

        private int count() {
            JsonToken value = parser.nextToken();
            parser.skipChildren();
            boolean small = value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT;
            return small ? Math.max(0, parser.getIntValue()) : 0;
        }

        private void error() {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                error = parser.getString();
            } else if (value == JsonToken.START_OBJECT) {
                error = "no message";
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean message = parser.currentName().equals("message");
                    if (parser.nextToken() == JsonToken.VALUE_STRING && message) {
                        error = parser.getString();
                    }
                    parser.skipChildren();
                }
            }
        }

        private void skip() {
            parser.nextToken();
            parser.skipChildren();
        }
    }
}
