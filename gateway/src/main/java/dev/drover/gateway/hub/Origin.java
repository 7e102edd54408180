package dev.drover.gateway.hub;

import java.net.URI;
import java.util.Locale;

/** Whom an address reaches: scheme, host and port. A token is for one origin alone. */
final class Origin {

    private Origin() {}

    /** Whether two addresses reach the same. */
    static boolean same(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme()) && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    /** The port, also where an address leaves it out. */
    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }

    static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Whether what is sent stays unread on its way: it is encrypted, or never leaves the machine. */
    static boolean keepsSecrets(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return isSecure(uri) || host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
