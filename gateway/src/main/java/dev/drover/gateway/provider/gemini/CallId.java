package dev.drover.gateway.provider.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The id of a call, which carries the model's signature of the thoughts behind it: Gemini wants it back with the call, and
 * the forms that applications speak have no other place that they bring back untouched.
 *
 * @param plain the id itself
 * @param signature the signature; null when there is none
 */
record CallId(String plain, @Nullable String signature) {

    private static final String MARK = "_sig_";

    /** The id that applications see: letters, digits, {@code _} and {@code -}. */
    String written() {
        return signature == null ? plain
                : plain + MARK
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an id that an application brings back; one that another made has no signature. */
    static CallId read(String written) {
        int mark = written.indexOf(MARK);
        if (mark < 0) {
            return new CallId(written, null);
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(written.substring(mark + MARK.length()));
            return new CallId(written.substring(0, mark), new String(signature, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException foreign) {
            return new CallId(written, null);
        }
    }
}
