package dev.drover.policy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads references to secrets. Nothing written there is ever repeated in a message: it may be the secret itself. */
final class SecretReading {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final Report report;

    SecretReading(Report report) {
        this.report = report;
    }

    /** The reference at a key; null when it is none. */
    @Nullable
    SecretReference read(Fields around, String name) {
        String path = around.pathOf(name);
        String form = "{env: NAME} or {file: PATH}; a " + name + " itself never stands in a document";
        if (!(around.node(name) instanceof Node.Mapping mapping)) {
            report.add(path, "not a reference (expected: " + form + ")");
            return null;
        }
        Fields fields = Fields.of(report, path, mapping);
        if (fields.has("env") == fields.has("file") || mapping.entries().size() != 1) {
            report.add(path, "not one reference (expected: " + form + ")");
            return null;
        }
        String kind = fields.has("env") ? "env" : "file";
        String value = fields.node(kind) instanceof Node.Scalar scalar && scalar.value() instanceof String text ? text
                : "";
        boolean env = kind.equals("env");
        boolean fits = env ? VARIABLE.matcher(value).matches() : !value.isBlank() && value.indexOf('\0') < 0;
        if (!fits) {
            fields.problem(
                    kind, env
                            ? "not the name of an environment variable (expected: letters, digits and _); a " + name
                                    + " itself never stands in a document"
                            : "not the name of a file (expected: a path)");
            return null;
        }
        return env ? new SecretReference.Environment(value) : new SecretReference.File(value);
    }
}
