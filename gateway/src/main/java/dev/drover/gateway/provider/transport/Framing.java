package dev.drover.gateway.provider.transport;

import java.util.List;

/** Takes the bytes of a stream apart into its messages, however they are cut into pieces. Used by one thread at a time. */
public interface Framing {

    /**
     * The messages that are complete with these bytes.
     *
     * @throws Unreadable when they cannot be taken apart, or a message goes beyond the limit
     */
    List<String> add(byte[] bytes);

    /** Bytes that cannot be taken apart, or a message beyond the limit. */
    final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** Creates one. */
        public Unreadable(String message) {
            super(message);
        }

        /** A message beyond the limit. */
        public static Unreadable tooLarge(int limit) {
            return new Unreadable("event: larger than " + limit + " bytes (expected: less)");
        }
    }
}
