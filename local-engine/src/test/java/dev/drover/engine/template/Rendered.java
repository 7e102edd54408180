package dev.drover.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What templates make of the variables of the recorded cases, at the moment at which those were recorded. */
final class Rendered {

    static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 14, 9, 26, 53);
    static final JsonNode RECORDED = recorded();
    static final Map<String, Object> VARIABLES = variables();

    private Rendered() {}

    /** The text that a template writes. */
    static String text(String source) {
        return text(source, VARIABLES);
    }

    static String text(String source, Map<String, ?> variables) {
        return ChatTemplate.of(source, () -> NOW).render(variables).string();
    }

    /** A cell of a table, in which a pilcrow stands for the end of a line and a bar for the end of the cell. */
    static String cell(String cell) {
        String whole = cell.endsWith("|") ? cell.substring(0, cell.length() - 1) : cell;
        return whole.replace('\u00B6', '\n');
    }

    private static JsonNode recorded() {
        try (InputStream in = Rendered.class.getResourceAsStream("jinja-cases.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    private static Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        RECORDED.get("variables")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(),
                        new ObjectMapper().convertValue(entry.getValue(), Object.class)));
        return variables;
    }
}
