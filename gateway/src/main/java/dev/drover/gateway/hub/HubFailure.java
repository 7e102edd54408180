package dev.drover.gateway.hub;

import java.io.IOException;
import java.io.Serial;

/** A model that cannot be had; asking again will not help. The message says why, and what would. */
public final class HubFailure extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public HubFailure(String message) {
        super(message);
    }
}
