package dev.drover.gateway.provider.transport;

import java.util.List;

/** Takes the bytes of a stream apart into its messages, however they are cut into pieces. Used by one thread at a time. */
public interface Framing {

    /**
     * The messages that are complete with these bytes.
     *
     * @throws TooLarge when one goes beyond the limit
     * @throws IllegalArgumentException when the bytes cannot be taken apart
     */
    List<String> add(byte[] bytes);

    /** A message beyond the limit. */
    final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Creates one. */
        public TooLarge(int limit) {
            super("event: larger than " + limit + " bytes (expected: less)");
        }
    }
}
