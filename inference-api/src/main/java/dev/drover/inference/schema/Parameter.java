package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object, for arguments that are written one by one and not as an object.
 *
 * @param name its name
 * @param required whether it must be there
 * @param text whether it is a text, to be written without quotation marks
 * @param texts the texts that it may be; null for any
 * @param json what else it may be, as JSON
 */
public record Parameter(String name, boolean required, boolean text, @Nullable List<String> texts, Expression json) {}
