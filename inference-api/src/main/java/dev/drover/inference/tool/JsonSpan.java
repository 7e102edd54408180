package dev.drover.inference.tool;

import dev.drover.inference.json.JsonReader;

/** Notices sign by sign where a JSON value ends. */
final class JsonSpan {

    /** Where a sign belongs. */
    enum Step {
        /** To the value, which goes on. */
        WITHIN,
        /** To the value, as its last. */
        LAST,
        /** To what follows the value. */
        BEYOND
    }

    private final StringBuilder string = new StringBuilder();
    private char first;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Takes the next sign; the first must be one that a value can begin with. */
    Step add(char sign) {
        if (first == 0) {
            first = sign;
        } else if (!isString() && !isContainer()) {
            return Character.isLetterOrDigit(sign) || "+-.".indexOf(sign) >= 0 ? Step.WITHIN : Step.BEYOND;
        }
        if (isString()) {
            string.append(sign);
        }
        if (inString) {
            inString = escaped || sign != '"';
            escaped = !escaped && sign == '\\';
        } else if (sign == '"') {
            inString = true;
        } else if (sign == '{' || sign == '[') {
            depth++;
        } else if (sign == '}' || sign == ']') {
            depth--;
        }
        boolean whole = depth == 0 && !inString && (isString() || isContainer());
        return whole ? Step.LAST : Step.WITHIN;
    }

    boolean isObject() {
        return first == '{';
    }

    boolean isString() {
        return first == '"';
    }

    private boolean isContainer() {
        return first == '{' || first == '[';
    }

    /** The string that it is, once it is whole; what cannot be read, as it stands between the quotation marks. */
    String string() {
        try {
            return (String) java.util.Objects.requireNonNull(JsonReader.read(string.toString()));
        } catch (IllegalArgumentException malformed) {
            return string.substring(1, string.length() - 1);
        }
    }
}
