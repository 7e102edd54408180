package dev.drover.gateway.proxy;

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
public final class EnvironmentProxy extends ProxySelector {

    private final Map<String, String> environment;

    /**
     * A proxy.
     *
     * @param address where it is, not looked up yet
     * @param user the name it is told; null for none
     * @param password the password it is told; null for none
     */
    public record Through(InetSocketAddress address, @Nullable String user, @Nullable String password) {

        @Override
        public String toString() {
            return "proxy " + address;
        }
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException when it names a proxy by what is no address; the message does not repeat it
     */
    public EnvironmentProxy(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        for (String name : List.of("https_proxy", "http_proxy", "all_proxy")) {
            proxy(name);
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        Through proxy = through(uri);
        return List.of(proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy.address()));
    }

    /** The proxy to an address; null where none is needed. */
    public @Nullable Through through(URI uri) {
        if (bypassed(uri)) {
            return null;
        }
        URI named = proxy(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
        URI proxy = named == null ? proxy("all_proxy") : named;
        return proxy == null ? null : through(proxy, proxy.getRawUserInfo());
    }

    private static Through through(URI proxy, @Nullable String told) {
        String[] parts = told == null ? new String[0] : told.split(":", 2);
        return new Through(address(proxy), parts.length == 0 ? null : decoded(parts[0]),
                parts.length == 0 ? null : parts.length < 2 ? "" : decoded(parts[1]));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails and says so
    }

    /** Tells a proxy whose address holds a name and a password both. */
    public Authenticator authenticator() {
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
            Through through = proxy == null ? null : through(proxy, proxy.getRawUserInfo());
            if (through != null && through.user() != null && through.address().getHostString().equals(host)
                    && through.address().getPort() == port) {
                return new PasswordAuthentication(through.user(),
                        (through.password() == null ? "" : through.password()).toCharArray());
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
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return list != null && Arrays.stream(list.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.equals("*") || covers(entry, host) || covers(entry, host + ":" + port));
    }

    private static boolean covers(String entry, String host) {
        String name = entry.startsWith(".") ? entry.substring(1) : entry;
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }
}
