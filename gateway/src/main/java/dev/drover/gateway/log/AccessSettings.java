package dev.drover.gateway.log;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether, where and how requests are logged.
 *
 * @param on whether they are
 * @param file where to; null for standard output
 * @param form how a line is written
 */
public record AccessSettings(boolean on, @Nullable Path file, Form form) {

    /** No log. */
    public static final AccessSettings OFF = new AccessSettings(false, null, Form.JSON);

    /** How a line is written. */
    public enum Form {
        /** A JSON object. */
        JSON,
        /** Names and values with equals signs between, values quoted where they need to be. */
        LOGFMT
    }

    /**
     * Reads what an operator wrote.
     *
     * @param where {@code off}, {@code stdout} or a file
     * @param form {@code json} or {@code logfmt}
     * @throws IllegalArgumentException when it is neither
     */
    public static AccessSettings of(String where, String form) {
        Form as = switch (form.toLowerCase(Locale.ROOT)) {
            case "json" -> Form.JSON;
            case "logfmt" -> Form.LOGFMT;
            default -> throw new IllegalArgumentException("access-format: " + form + " (expected: json or logfmt)");
        };
        return switch (where) {
            case "off" -> OFF;
            case "stdout" -> new AccessSettings(true, null, as);
            default -> new AccessSettings(true, Path.of(where), as);
        };
    }
}
