package dev.drover.engine.template;

import java.io.Serial;

/** A template that cannot be read, or that cannot render what it was given. Says the line. */
public class TemplateError extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 1_000;

    TemplateError(int line, String message) {
        this("chat template, line " + line + ": " + message);
    }

    private TemplateError(String message) {
        super(message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message);
    }

    /** What a template raised itself with {@code raise_exception}. */
    static final class Raised extends TemplateError {

        @Serial
        private static final long serialVersionUID = 1L;

        Raised(String message) {
            super(message);
        }
    }
}
