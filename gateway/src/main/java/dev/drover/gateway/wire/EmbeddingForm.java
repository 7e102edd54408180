package dev.drover.gateway.wire;

import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's form of embeddings.
 *
 * @param request what is wanted
 * @param base64 whether vectors are wanted as bytes in base 64 instead of numbers
 */
public record EmbeddingForm(EmbeddingRequest request, boolean base64) {

    private static final int MOST_INPUTS = 2_048;

    /**
     * Reads a request.
     *
     * @throws Rejected when it is none
     */
    public static EmbeddingForm read(ByteBuffer bytes) {
        RequestText body = RequestText.read(bytes, "model and input");
        Fields fields = body.fields();
        String model = body.model();
        String encoding = fields.text("encoding_format");
        if (encoding != null && !encoding.equals("float") && !encoding.equals("base64")) {
            throw fields.wrong("encoding_format", body.tree().path("encoding_format"), "float or base64");
        }
        Long dimensions = fields.whole("dimensions", 1, 1_000_000);
        return new EmbeddingForm(new EmbeddingRequest(model, texts(fields),
                dimensions == null ? null : dimensions.intValue(), body.text()), "base64".equals(encoding));
    }

    private static List<String> texts(Fields fields) {
        String expected = "a text, or a list of 1 to " + MOST_INPUTS + " texts or lists of tokens";
        JsonNode input = fields.get("input");
        if (input == null) {
            throw fields.missing("input", expected);
        }
        if (input.isString()) {
            return List.of(input.stringValue());
        }
        if (!input.isArray() || input.isEmpty()) {
            throw fields.wrong("input", input, expected);
        }
        boolean tokens = input.path(0).isNumber();
        if (!tokens && input.size() > MOST_INPUTS) {
            throw fields.wrong("input", input, expected);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            JsonNode each = input.path(i);
            if (each.getNodeType() != input.path(0).getNodeType()
                    || !(each.isString() || each.isArray() || each.isNumber())) {
                throw fields.wrong("input[" + i + "]", each, "of one kind with the first: a text or a list of tokens");
            }
            if (each.isString()) {
                texts.add(each.stringValue());
            }
        }
        return texts;
    }

    /**
     * A provider's answer in OpenAI's form, to be passed on.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static EmbeddingAnswer passedOn(String json) {
        try {
            JsonNode tree = Json.mapper().readTree(json);
            if (!tree.path("data").isArray()) {
                throw new IllegalArgumentException("no list data (expected: one embedding for each text)");
            }
            return new EmbeddingAnswer(List.of(), new Usage(tree.path("usage").path("prompt_tokens").asInt(0), 0, 0),
                    json);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("no valid JSON (expected: a JSON object)", malformed);
        }
    }

    /** The body of an answer. */
    public String write(EmbeddingAnswer answer) {
        if (answer.json() != null) {
            return answer.json();
        }
        ObjectNode json = Json.mapper().createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (int i = 0; i < answer.vectors().size(); i++) {
            ObjectNode each = data.addObject().put("object", "embedding").put("index", i);
            if (base64) {
                each.put("embedding", bytes(answer.vectors().get(i)));
            } else {
                ArrayNode numbers = each.putArray("embedding");
                for (float number : answer.vectors().get(i)) {
                    numbers.add(number);
                }
            }
        }
        json.put("model", request.model());
        json.putObject("usage")
                .put("prompt_tokens", answer.usage().promptTokens())
                .put("total_tokens", answer.usage().promptTokens());
        return json.toString();
    }

    private static String bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
