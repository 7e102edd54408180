package dev.drover.gateway.hub;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, as other tools read it: {@code HTTPS_PROXY} and {@code HTTP_PROXY} by the
 * address's scheme, else {@code ALL_PROXY}; none for the hosts of {@code NO_PROXY}, which is a list of names (with all
 * below them), addresses, either with a port, or {@code *}. The names in small letters count before those in capitals.
 */
final class EnvironmentProxy extends ProxySelector {

    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        for (String name : List.of("https_proxy", "http_proxy", "all_proxy")) {
            proxy(name);
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        URI proxy = bypassed(uri) ? null : proxy(scheme + "_proxy");
        if (proxy == null && !bypassed(uri)) {
            proxy = proxy("all_proxy");
        }
        return List.of(proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address(proxy)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails and says so
    }

    /** Tells a proxy whose address holds a name and a password both. */
    Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY ? credentials(getRequestingHost(), getRequestingPort())
                        : null;
            }
        };
    }

    private @Nullable PasswordAuthentication credentials(String host, int port) {
        for (String name : List.of("https_proxy", "http_proxy", "all_proxy")) {
            URI proxy = proxy(name);
            if (proxy != null && proxy.getRawUserInfo() != null && address(proxy).getHostString().equals(host)
                    && address(proxy).getPort() == port) {
                String[] parts = proxy.getRawUserInfo().split(":", 2);
                return new PasswordAuthentication(decoded(parts[0]),
                        (parts.length < 2 ? "" : decoded(parts[1])).toCharArray());
            }
        }
        return null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private @Nullable String value(String name) {
        String small = environment.get(name);
        String found = small != null ? small : environment.get(name.toUpperCase(Locale.ROOT));
        return found == null || found.isBlank() ? null : found.strip();
    }

    private @Nullable URI proxy(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
                return proxy;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below, without the value: it may hold a password
        }
        throw new IllegalArgumentException(name.toUpperCase(Locale.ROOT)
                + ": not a proxy's address (expected: http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT)");
    }

    private static InetSocketAddress address(URI proxy) {
        return InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
    }

    private boolean bypassed(URI uri) {
        String list = value("no_proxy");
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = Origin.port(uri);
        return list != null && Arrays.stream(list.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.equals("*") || covers(entry, host) || covers(entry, host + ":" + port));
    }

    private static boolean covers(String entry, String host) {
        String name = entry.startsWith(".") ? entry.substring(1) : entry;
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }
}
