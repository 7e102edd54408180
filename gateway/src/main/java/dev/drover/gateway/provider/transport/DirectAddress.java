package dev.drover.gateway.provider.transport;

import java.net.URI;

/**
 * Where a deployment is.
 *
 * @param host its name or address
 * @param port its port
 * @param target path and query of the request
 * @param connectMillis how long connecting may take
 */
record DirectAddress(String host, int port, String target, int connectMillis) {

    private static final int HTTP = 80;

    static DirectAddress of(String url, int connectMillis) {
        URI uri = URI.create(url);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new DirectAddress(uri.getHost(), uri.getPort() < 0 ? HTTP : uri.getPort(),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(), connectMillis);
    }

    /** What the header {@code Host} says. */
    String authority() {
        return port == HTTP ? host : host + ":" + port;
    }

    /** The same server: connections to it can serve any path. */
    DirectAddress server() {
        return new DirectAddress(host, port, "", connectMillis);
    }
}
