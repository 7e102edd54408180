package dev.drover.inference.grammar;

import java.io.Serial;

/** A grammar that cannot be used. The message names rule and place, what was expected, and the cure. */
public final class InvalidGrammar extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public InvalidGrammar(String message) {
        super(message);
    }
}
