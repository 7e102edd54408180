package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints records: a JSON object a line for programs, or a table for people. */
final class JsonLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /** Prints each record as one line of JSON, figures rounded to six digits after the point. */
    static void json(List<?> records, PrintStream out) {
        records.forEach(one -> out.println(MAPPER.writeValueAsString(rounded(one))));
        out.flush();
    }

    /** Prints records of one kind as a table with a heading. */
    static void table(List<?> records, PrintStream out) {
        if (records.isEmpty()) {
            return;
        }
        List<ObjectNode> rows = records.stream().map(JsonLines::rounded).toList();
        List<String> names = rows.getFirst().propertyNames().stream().toList();
        int[] widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            String name = names.get(column);
            widths[column] = Math.max(name.length(),
                    rows.stream().mapToInt(row -> cell(row.get(name)).length()).max().orElse(0));
        }
        line(names, widths, out);
        rows.forEach(row -> line(names.stream().map(name -> cell(row.get(name))).toList(), widths, out));
        out.flush();
    }

    private static void line(List<String> cells, int[] widths, PrintStream out) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            text.append(" ".repeat(widths[column] - cells.get(column).length())).append(cells.get(column)).append("  ");
        }
        out.println(text.toString().stripTrailing());
    }

    private static String cell(JsonNode value) {
        return value == null || value.isNull() ? "-" : value.isValueNode() ? value.asString() : value.toString();
    }

    private static ObjectNode rounded(Object one) {
        ObjectNode node = MAPPER.valueToTree(one);
        for (String name : List.copyOf(node.propertyNames())) {
            JsonNode value = node.get(name);
            if (value.isFloatingPointNumber()) {
                node.put(name, Math.rint(value.asDouble() * 1e6) / 1e6);
            }
        }
        return node;
    }
}
