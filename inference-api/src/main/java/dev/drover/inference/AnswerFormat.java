package dev.drover.inference;

import org.jspecify.annotations.Nullable;

/** What an answer's text shall look like. */
public sealed interface AnswerFormat {

    /** Any text. */
    AnswerFormat TEXT = new Text();

    /** A JSON object. */
    AnswerFormat JSON = new Json();

    /** Any text. */
    record Text() implements AnswerFormat {}

    /** A JSON object. */
    record Json() implements AnswerFormat {}

    /**
     * A text of a grammar.
     *
     * @param text the grammar, in llama.cpp's form (GBNF)
     */
    record Grammar(String text) implements AnswerFormat {}

    /**
     * JSON that follows a schema.
     *
     * @param name what the schema is called
     * @param description what it is for; null when not said
     * @param schema the JSON schema
     * @param strict whether it must be followed to the letter
     */
    record Schema(String name, @Nullable String description, String schema, boolean strict) implements AnswerFormat {}
}
