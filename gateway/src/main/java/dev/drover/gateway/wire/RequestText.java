package dev.drover.gateway.wire;

import dev.drover.inference.InferenceFailure.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * The body of a request, as text and as a tree.
 *
 * @param text as it was written
 * @param tree a JSON object
 */
public record RequestText(String text, JsonNode tree) {

    private static final int LONGEST_NAME = 256;

    /**
     * Reads a body.
     *
     * @param bytes the body, in UTF-8
     * @param expected what it shall be, for the message when it is not
     * @throws Rejected when it is no JSON object
     */
    public static RequestText read(ByteBuffer bytes, String expected) {
        String text = text(bytes);
        JsonNode tree;
        try {
            tree = Json.mapper().readTree(text);
        } catch (StreamConstraintsException beyond) {
            throw new Rejected(400, "json_too_complex", null,
                    "body: beyond the limits of JSON that is read (expected: " + "at most " + Json.MAX_DEPTH
                            + " levels of nesting and " + Json.MAX_DIGITS + " digits a number); make it simpler");
        } catch (JacksonException malformed) {
            throw new Rejected(400, "invalid_json", null, "body: no valid JSON" + where(malformed) + ": "
                    + firstLine(malformed.getOriginalMessage()) + " (expected: a JSON object)");
        }
        if (!tree.isObject()) {
            throw new Rejected(400, "invalid_json", null,
                    "body: " + Fields.kind(tree) + " (expected: a JSON object with " + expected + ")");
        }
        return new RequestText(text, tree);
    }

    /** Its fields. */
    public Fields fields() {
        return new Fields(tree);
    }

    /**
     * The model asked for.
     *
     * @throws Rejected when there is none
     */
    public String model() {
        Fields fields = fields();
        String model = fields.text("model");
        if (model == null || model.isBlank()) {
            throw fields.missing("model", "the name of a model; GET /v1/models lists them");
        }
        if (model.length() > LONGEST_NAME) {
            throw fields.wrong("model", tree.path("model"), "a name of at most " + LONGEST_NAME + " letters");
        }
        return model;
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new Rejected(400, "invalid_utf8", null,
                    "body: not valid UTF-8 (expected: a JSON object in UTF-8); encode the text as UTF-8");
        }
    }

    private static String where(JacksonException malformed) {
        return malformed.getLocation() == null || malformed.getLocation().getLineNr() < 1 ? ""
                : " at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
