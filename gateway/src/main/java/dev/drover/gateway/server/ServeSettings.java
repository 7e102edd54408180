package dev.drover.gateway.server;

import dev.drover.gateway.access.KeyRing;
import dev.drover.gateway.log.AccessSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is started.
 *
 * @param host the address to listen on, for requests and for the admin port
 * @param port where requests come in; 0 for any free one
 * @param adminPort where metrics and decisions are told; 0 for any free one
 * @param policies the folder of the policies; null for the bundled ones
 * @param keys the keys to demand; null for none
 * @param redis where replicas share answers; null for this process alone
 * @param drain how long running answers may go on once the gateway is told to stop
 * @param access whether and where requests are logged
 * @param fastLane whether plain chat completions skip the web framework
 */
public record ServeSettings(String host, int port, int adminPort, @Nullable Path policies, @Nullable KeyRing keys,
        @Nullable String redis, Duration drain, AccessSettings access, boolean fastLane) {

    /** Without a log of requests, with the fast lane. */
    public ServeSettings(String host, int port, int adminPort, @Nullable Path policies, @Nullable KeyRing keys,
            @Nullable String redis, Duration drain) {
        this(host, port, adminPort, policies, keys, redis, drain, AccessSettings.OFF, true);
    }

    /** Loopback, ports 8080 and 9090, bundled policies, ten minutes to drain. */
    public static final ServeSettings STANDARD = new ServeSettings("127.0.0.1", 8080, 9090, null, null, null,
            Duration.ofMinutes(10));

    /** The largest body of a request, in bytes. */
    static final int MOST_BYTES = 32 << 20;
}
