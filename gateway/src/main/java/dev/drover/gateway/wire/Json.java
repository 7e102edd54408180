package dev.drover.gateway.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the gateway reads and writes JSON: at most 128 levels deep, no field twice, nothing after the end, numbers kept
 * exactly as they were written.
 */
public final class Json {

    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 128;

    /** The longest number that is read. */
    public static final int MAX_DIGITS = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(64 << 20)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** Reads and writes trees. Safe for use by many threads. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** A parser over a text, for reading in one pass without a tree. */
    public static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /**
     * A text as the JSON object that it is; of a list of objects the first.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static JsonNode object(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            JsonNode first = tree.isArray() ? tree.path(0) : tree;
            if (first.isObject()) {
                return first;
            }
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("no valid JSON (expected: a JSON object)", malformed);
        }
        throw new IllegalArgumentException("no JSON object (expected: one)");
    }

    /** A text as a JSON string with its quotation marks. */
    public static String quote(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"').toString();
    }
}
