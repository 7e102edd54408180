package dev.drover.gateway.wire;

import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        JsonNode inputs = inputs(fields);
        return new EmbeddingForm(new EmbeddingRequest(model, texts(inputs), tokens(inputs),
                dimensions == null ? null : dimensions.intValue(), body.text()), "base64".equals(encoding));
    }

    /** What is to be embedded, as a list: of texts, or of lists of tokens. */
    private static ArrayNode inputs(Fields fields) {
        String expected = "a text, a list of tokens, or a list of 1 to " + MOST_INPUTS + " of either";
        JsonNode input = fields.get("input");
        if (input == null) {
            throw fields.missing("input", expected);
        }
        boolean one = input.isString() || (input.isArray() && input.path(0).isNumber());
        ArrayNode inputs = one ? Json.mapper().createArrayNode().add(input)
                : input instanceof ArrayNode list ? list : Json.mapper().createArrayNode();
        if (inputs.isEmpty() || inputs.size() > MOST_INPUTS) {
            throw fields.wrong("input", input, expected);
        }
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode each = inputs.path(i);
            if (each.isString() != inputs.path(0).isString() || (!each.isString() && !areTokens(each))) {
                throw fields.wrong(one ? "input" : "input[" + i + "]", each,
                        "of one kind with the first: a text, or a list of tokens");
            }
        }
        return inputs;
    }

    private static boolean areTokens(JsonNode list) {
        return list.isArray() && !list.isEmpty()
                && list.valueStream().allMatch(each -> each.isInt() && each.intValue() >= 0);
    }

    private static List<String> texts(JsonNode inputs) {
        return inputs.path(0).isString() ? inputs.valueStream().map(JsonNode::stringValue).toList() : List.of();
    }

    private static List<int[]> tokens(JsonNode inputs) {
        return inputs.path(0).isString() ? List.of()
                : inputs.valueStream().map(each -> each.valueStream().mapToInt(JsonNode::intValue).toArray()).toList();
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
