package dev.drover.gateway.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a hub says a file's content sums up to.
 *
 * @param kind how it is computed
 * @param hex the sum, in lower-case hexadecimal digits
 */
record Checksum(Kind kind, String hex) {

    /** How a checksum is computed. */
    enum Kind {
        /** SHA-256 of the content: files in large file storage. */
        SHA256("SHA-256", 64),
        /** SHA-1 of the word blob, the size and the content: files in Git itself. */
        GIT("SHA-1", 40);

        private final String algorithm;
        private final int digits;

        Kind(String algorithm, int digits) {
            this.algorithm = algorithm;
            this.digits = digits;
        }
    }

    Checksum {
        if (!hex.matches("[0-9a-f]{" + kind.digits + "}")) {
            throw new IllegalArgumentException("checksum: " + hex + " (expected: " + kind.digits + " hex digits)");
        }
    }

    /** A digest that content of a size is put into from its beginning. */
    MessageDigest digest(long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance(kind.algorithm);
            if (kind == Kind.GIT) {
                digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            return digest;
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(kind.algorithm + ": missing (expected: every Java has it)", absent);
        }
    }

    /** Whether a digest that has taken all content in comes to this sum. */
    boolean matches(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }
}
