package dev.drover.policy;

import java.util.regex.Pattern;

/** The form of the names documents give to things; it is also that of Kubernetes resources. */
final class DocumentNames {

    private static final String EXPECTED = "a name of at most 63 lower-case letters, digits, - and ., with a letter or "
            + "digit at both ends";
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    private DocumentNames() {}

    /** Reads a name that must be there; empty when it is reported as wrong. */
    static String read(Fields fields, String key) {
        String name = fields.text(key, EXPECTED);
        if (!name.isEmpty() && !FORM.matcher(name).matches()) {
            fields.problem(key, "\"" + name + "\" (expected: " + EXPECTED + ")");
            return "";
        }
        return name;
    }
}
