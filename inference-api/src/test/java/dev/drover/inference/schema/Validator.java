package dev.drover.inference.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Says whether a value follows a schema, as a validator that others wrote sees it. */
final class Validator {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final com.networknt.schema.JsonSchema schema;

    private Validator(com.networknt.schema.JsonSchema schema) {
        this.schema = schema;
    }

    /** That of a schema of draft 2020-12. */
    static Validator of(String schema) {
        return of(schema, VersionFlag.V202012);
    }

    /** That of a schema of some draft. */
    static Validator of(String schema, VersionFlag draft) {
        try {
            return new Validator(JsonSchemaFactory.getInstance(draft).getSchema(MAPPER.readTree(schema)));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    boolean follows(String text) {
        try {
            return schema.validate(MAPPER.readTree(text)).isEmpty();
        } catch (IOException malformed) {
            throw new UncheckedIOException(text, malformed);
        }
    }

    static boolean follows(String text, String schema) {
        return of(schema).follows(text);
    }
}
