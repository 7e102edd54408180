package dev.drover.gateway.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Makes connections, to one server or to a cluster. Once made, a connection is mended by its client. */
sealed interface Connector extends AutoCloseable {

    /** How long opening a socket may take. */
    Duration CONNECT = Duration.ofSeconds(2);
    /** How often a cluster is asked who is who, when nothing has made it necessary before. */
    Duration LOOK_AROUND = Duration.ofSeconds(30);

    /**
     * A connection, whatever it leads to.
     *
     * @param reactive for calls that are waited for
     * @param async for calls that are not
     */
    record Open(RedisClusterReactiveCommands<String, String> reactive,
            RedisClusterAsyncCommands<String, String> async) {}

    /** Connects. */
    CompletableFuture<Open> connect();

    /** Connects to listen to what others tell. */
    CompletableFuture<? extends StatefulRedisPubSubConnection<String, String>> listen();

    @Override
    void close();

    /** The connector of an address; nothing is connected yet. */
    static Connector to(RedisAddress address) {
        return address.cluster() ? new Cluster(address) : new Single(address);
    }

    /** One server, or the master that sentinels name. */
    final class Single implements Connector {

        private final RedisURI uri;
        private final RedisClient client;

        Single(RedisAddress address) {
            this.uri = address.nodes().getFirst();
            this.client = RedisClient.create(uri);
            client.setOptions(ClientOptions.builder()
                    .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
        }

        @Override
        public CompletableFuture<Open> connect() {
            return client.connectAsync(StringCodec.UTF8, uri)
                    .toCompletableFuture()
                    .thenApply(open -> new Open(open.reactive(), open.async()));
        }

        @Override
        public CompletableFuture<StatefulRedisPubSubConnection<String, String>> listen() {
            return client.connectPubSubAsync(StringCodec.UTF8, uri).toCompletableFuture();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** A cluster; keys that a script works on together carry the same text in braces. */
    final class Cluster implements Connector {

        private final RedisClusterClient client;

        Cluster(RedisAddress address) {
            this.client = RedisClusterClient.create(address.nodes());
            client.setOptions(ClusterClientOptions.builder()
                    .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .topologyRefreshOptions(
                            ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(LOOK_AROUND).build())
                    .build());
        }

        @Override
        public CompletableFuture<Open> connect() {
            return client.refreshPartitionsAsync()
                    .toCompletableFuture()
                    .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                    .thenApply(open -> new Open(open.reactive(), open.async()));
        }

        @Override
        public CompletableFuture<? extends StatefulRedisPubSubConnection<String, String>> listen() {
            return client.refreshPartitionsAsync()
                    .toCompletableFuture()
                    .thenCompose(known -> client.connectPubSubAsync(StringCodec.UTF8));
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
