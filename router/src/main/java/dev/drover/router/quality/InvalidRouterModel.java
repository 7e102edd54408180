package dev.drover.router.quality;

import java.io.Serial;

/** Bytes that are not a router's model, or one that was damaged. */
public final class InvalidRouterModel extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Creates one; the message names the field, its value, what was expected and the cure. */
    public InvalidRouterModel(String message) {
        super(message);
    }
}
