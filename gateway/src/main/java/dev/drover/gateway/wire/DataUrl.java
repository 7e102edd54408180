package dev.drover.gateway.wire;

import java.util.Optional;

/**
 * Data that an address holds itself.
 *
 * @param type such as {@code image/png}
 * @param base64 the data in base 64
 */
public record DataUrl(String type, String base64) {

    private static final String SCHEME = "data:";
    private static final String MARK = ";base64,";

    /** Takes an address apart; empty when it holds no data in base 64 itself. */
    public static Optional<DataUrl> of(String url) {
        int mark = url.indexOf(MARK);
        return url.startsWith(SCHEME) && mark > 0
                ? Optional.of(new DataUrl(url.substring(SCHEME.length(), mark), url.substring(mark + MARK.length())))
                : Optional.empty();
    }
}
