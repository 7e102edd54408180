package dev.drover.gateway.provider.transport;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Surroundings;
import dev.drover.gateway.proxy.EnvironmentProxy;
import dev.drover.policy.Connection;
import dev.drover.policy.Model;
import dev.drover.policy.SecretReference;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * The connections of deployments, each with a pool of its own, which it keeps while policies come and go and say the same
 * of it. Safe for use by many threads.
 *
 * <p>
 * Addresses are looked at before they are connected to. Through a proxy it is the proxy that connects: names are then
 * looked up here as well and refused by the same rule; one that only the proxy knows is left to the proxy.
 */
final class Connections {

    private static final Map<Key, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private Connections() {}

    /** Whose connections may be shared. */
    private record Key(URI url, String model, @Nullable SecretReference key, Connection connection, Duration connect,
            TlsMaterial material, @Nullable Hop hop) {}

    /** A proxy on the way; its password is read when it is wanted. */
    private record Hop(InetSocketAddress address, @Nullable String user, @Nullable SecretReference password) {}

    /**
     * The client of a deployment.
     *
     * @throws IllegalArgumentException when it cannot be connected to as its document says
     */
    static HttpClient of(Endpoint endpoint) {
        Model.Deployment deployment = endpoint.deployment();
        Connection connection = deployment.call().connection();
        Key key = new Key(deployment.url(), deployment.model(), deployment.key(), connection,
                endpoint.clocks().connect(), TlsMaterial.of(connection.tls(), endpoint.surroundings()), hop(endpoint));
        return CLIENTS.computeIfAbsent(key, absent -> client(absent, endpoint.surroundings()));
    }

    /**
     * Whether a deployment is reached over HTTP/1.1 without TLS, with nothing in between and by the usual pool, so that any
     * client can do what its document says.
     *
     * @throws IllegalArgumentException as {@link #of} does
     */
    static boolean isPlain(Endpoint endpoint) {
        Connection connection = endpoint.deployment().call().connection();
        return endpoint.deployment().url().getScheme().equals("http") && !connection.http2() && connection.tls() == null
                && connection.pool().equals(Connection.Pool.STANDARD) && hop(endpoint) == null;
    }

    /** A time as options of channels want it. */
    static int millis(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
    }

    private static HttpClient client(Key key, Surroundings surroundings) {
        HttpClient plain = HttpClient.create(pool(key.connection().pool()))
                .followRedirect(false)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(key.connect()));
        Hop hop = key.hop();
        HttpClient routed = hop == null ? plain.resolver(SafeResolver.DIRECT)
                : plain.proxy(type -> proxy(type, key, hop, surroundings)).resolver(SafeResolver.PROXIED);
        if (!key.url().getScheme().equalsIgnoreCase("https")) {
            return routed;
        }
        boolean http2 = key.connection().http2();
        HttpClient secured = routed
                .secure(tls -> tls.sslContext(key.material().context(http2)).handshakeTimeout(key.connect()));
        return http2 ? secured.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : secured;
    }

    private static ConnectionProvider pool(Connection.Pool pool) {
        ConnectionProvider.Builder builder = ConnectionProvider.builder("providers")
                .maxConnections(pool.connections())
                .pendingAcquireMaxCount(pool.waiting())
                .maxIdleTime(pool.idle())
                .evictInBackground(pool.idle());
        Duration life = pool.life();
        return (life == null ? builder : builder.maxLifeTime(life)).build();
    }

    private static void proxy(ProxyProvider.TypeSpec type, Key key, Hop hop, Surroundings surroundings) {
        ProxyProvider.Builder proxy = type.type(ProxyProvider.Proxy.HTTP)
                .host(hop.address().getHostString())
                .port(hop.address().getPort())
                .connectTimeoutMillis(key.connect().toMillis());
        if (hop.user() != null) {
            proxy.username(hop.user()).password(user -> password(key, hop, surroundings));
        }
    }

    private static String password(Key key, Hop hop, Surroundings surroundings) {
        if (hop.password() != null) {
            return surroundings.read(hop.password());
        }
        EnvironmentProxy.Through through = new EnvironmentProxy(surroundings.environment()).through(key.url());
        return through == null || through.password() == null ? "" : through.password();
    }

    /** The proxy on the way to a deployment; null for none. */
    private static @Nullable Hop hop(Endpoint endpoint) {
        URI url = endpoint.deployment().url();
        return switch (endpoint.deployment().call().connection().proxy()) {
            case Connection.Proxy.None none -> null;
            case Connection.Proxy.Through through ->
                checked(url, new Hop(InetSocketAddress.createUnresolved(through.url().getHost(), port(through.url())),
                        through.user(), through.password()));
            case Connection.Proxy.Environment environment -> {
                EnvironmentProxy.Through through = isHere(url) ? null
                        : new EnvironmentProxy(endpoint.surroundings().environment()).through(url);
                yield through == null ? null : checked(url, new Hop(through.address(), through.user(), null));
            }
        };
    }

    private static Hop checked(URI url, Hop hop) {
        SafeResolver.check("connection.proxy.url", hop.address().getHostString());
        if (SafeResolver.namesSecrets(url.getHost())) {
            throw new IllegalArgumentException(
                    "url: " + url.getHost() + " (expected: no name behind which a cloud keeps its secrets)");
        }
        return hop;
    }

    private static int port(URI proxy) {
        return proxy.getPort() < 0 ? 80 : proxy.getPort();
    }

    /** Whether a deployment runs on this machine, so that no proxy of the environment is meant for it. */
    private static boolean isHere(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
