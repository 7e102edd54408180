package dev.drover.inference;

import org.jspecify.annotations.Nullable;

/**
 * A function that a model may call.
 *
 * @param name its name
 * @param description what it does, for the model; null when not said
 * @param schema the JSON schema of its arguments; null when it takes none
 * @param strict whether arguments must follow the schema to the letter
 */
public record Tool(String name, @Nullable String description, @Nullable String schema, boolean strict) {}
