package dev.drover.inference.schema;

import java.io.Serial;

/** A schema that cannot be used. The message names the place in it, what was expected, and the cure. */
public final class InvalidSchema extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidSchema(String path, String found, String expected) {
        super(path + ": " + found + " (expected: " + expected + ")");
    }

    InvalidSchema(String message) {
        super(message);
    }
}
