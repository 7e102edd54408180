package dev.drover.inference.schema;

import dev.drover.inference.grammar.Answering;
import dev.drover.inference.grammar.Tokens;
import dev.drover.inference.json.JsonWriter;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random schemas: what is written under them follows them, and what follows them may be written. */
class RandomSchemasTest {

    private static final Tokens TOKENS = Tokens.random("ab\"\\:, {}[]01.-ünullte\n", 300, 9);

    @Test
    void whateverIsWrittenUnderASchemaFollowsIt() {
        SplittableRandom random = new SplittableRandom(21);
        RandomSchemas schemas = new RandomSchemas(22);
        int checked = 0;
        for (int i = 0; i < 40; i++) {
            String schema = JsonWriter.write(schemas.document());
            Answering answering = new Answering(JsonSchema.grammar(schema), TOKENS);
            for (int turn = 0; turn < 3; turn++) {
                String text = answering.random(random, 400);
                if (text != null) {
                    assertThat(Validator.follows(text, schema)).as("%s of %s", text, schema).isTrue();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void whateverFollowsASchemaMayBeWritten() {
        RandomSchemas schemas = new RandomSchemas(23);
        int checked = 0;
        for (int i = 0; i < 40; i++) {
            Map<String, Object> document = schemas.document();
            String schema = JsonWriter.write(document);
            Answering answering = new Answering(JsonSchema.grammar(schema), TOKENS);
            for (int turn = 0; turn < 5; turn++) {
                String text = schemas.instance(document);
                if (Validator.follows(text, schema)) {
                    assertThat(answering.accepts(text)).as("%s of %s", text, schema).isTrue();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(120);
    }
}
