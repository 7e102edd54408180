package dev.drover.inference.schema;

import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Grammar;
import dev.drover.inference.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas as grammars: every text of the grammar follows the schema. Of the texts that follow it the grammar has those
 *
 * <ul>
 * <li>whose fields come in the order of {@code properties}, additional ones last, their names without escapes;
 * <li>in which nothing is between two signs but a blank, or a line's end and up to 20 blanks;
 * <li>whose numbers have up to 16 digits before and behind the point, and an exponent only where nothing bounds them;
 * <li>in which multiples of a step have no zeros at the end behind those that the step has;
 * <li>whose names that {@code patternProperties} or {@code not} speak of are written without escapes where they can be;
 * <li>whose {@code enum} and {@code const} values are written without blanks.
 * </ul>
 *
 * <p>
 * Where a schema names properties or their patterns and says nothing of {@code additionalProperties}, there are none. Where it says no
 * {@code type}, its other words do: {@code properties} means an object. A keyword that cannot be held to is refused.
 */
public final class JsonSchema {

    private JsonSchema() {}

    /**
     * The grammar of a schema.
     *
     * @param schema a JSON text: an object, or true for any value
     * @throws InvalidSchema when it is no schema, or asks for what a grammar cannot do, with the place
     * @throws dev.drover.inference.grammar.InvalidGrammar when it never ends or is too large
     */
    public static Grammar grammar(String schema) {
        Map<String, Expression> rules = new LinkedHashMap<>();
        rules.put("root", add(schema, "#", rules));
        return Grammar.of(rules, "root");
    }

    /** The grammar of any JSON object. */
    public static Grammar anyObject() {
        return grammar("{\"type\":\"object\"}");
    }

    /**
     * Adds a schema's rules to a grammar's.
     *
     * @param schema a JSON text
     * @param name how messages call the schema, and what its rules' names begin with; another for each schema
     * @param rules to which they are added, with those of JSON itself: {@code blank}, {@code object}, {@code value} and so on
     * @return an expression for the values that follow the schema
     * @throws InvalidSchema as {@link #grammar} does
     */
    public static Expression add(String schema, String name, Map<String, Expression> rules) {
        JsonRules.addTo(rules);
        return new SchemaRules(document(schema, name), name, rules).root();
    }

    /**
     * Adds the rules of an object's properties to a grammar's, for arguments that are written one by one.
     *
     * @param schema a JSON text, the schema of an object
     * @param name how messages call the schema, and what its rules' names begin with; another for each schema
     * @param rules to which they are added
     * @return the properties, in their order
     * @throws InvalidSchema when more is asked of the object than what each property is and which must be there
     */
    public static List<Parameter> parameters(String schema, String name, Map<String, Expression> rules) {
        @Nullable
        Object document = document(schema, name);
        JsonRules.addTo(rules);
        return new ParameterRules(new SchemaDocument(document, name), new SchemaRules(document, name, rules)).all();
    }

    private static @Nullable Object document(String schema, String name) {
        try {
            return JsonReader.read(schema);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidSchema(name + ": no JSON: " + malformed.getMessage());
        }
    }
}
