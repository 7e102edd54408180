package dev.drover.engine.template;

import java.io.Serial;

/** A template that cannot be read, or that cannot render what it was given. Says the line. */
public class TemplateError extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    TemplateError(int line, String message) {
        super("chat template, line " + line + ": " + message);
    }

    private TemplateError(String message) {
        super(message);
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
