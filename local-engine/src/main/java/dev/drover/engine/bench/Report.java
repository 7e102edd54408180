package dev.drover.engine.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints what a {@link Study} found, a line a finding: its name and figures by name, as JSON or as text.
 *
 * @param output where to
 * @param json whether a line is a JSON object
 */
public record Report(PrintStream output, boolean json) {

    /** Prints a finding; figures are printed with three digits behind the point, or as the text that they are. */
    void line(String work, Map<String, Object> figures) {
        String all = figures.entrySet()
                .stream()
                .map(figure -> json ? "\"" + figure.getKey() + "\":" + shown(figure.getValue(), "\"")
                        : figure.getKey() + " " + shown(figure.getValue(), ""))
                .collect(Collectors.joining(json ? "," : "  "));
        output.println(json ? "{\"work\":\"" + work + "\"," + all + "}" : String.format("%-9s %s", work, all));
        output.flush();
    }

    private static String shown(Object value, String quote) {
        return value instanceof Number number ? number instanceof Double || number instanceof Float
                ? String.format(Locale.ROOT, "%.3f", number.doubleValue())
                : number.toString() : quote + value + quote;
    }
}
