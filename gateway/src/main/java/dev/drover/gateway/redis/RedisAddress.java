package dev.drover.gateway.redis;

import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where Redis is: {@code redis://host:6379} for one server, {@code redis-sentinel://host:26379,host:26379#name} for the
 * master that sentinels know by a name, {@code redis-cluster://host:6379,host:6379} for a cluster of which some nodes are
 * named. {@code rediss://} and {@code rediss-cluster://} use TLS; user and password stand before an @.
 *
 * @param nodes where to begin
 * @param cluster whether they are nodes of a cluster
 */
public record RedisAddress(List<RedisURI> nodes, boolean cluster) {

    private static final Pattern NODE = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?");
    private static final String EXPECTED = "redis: no address of Redis (expected: such as redis://localhost:6379, "
            + "redis-sentinel://one:26379,two:26379#name or redis-cluster://one:6379,two:6379)";

    /** Copies the nodes. */
    public RedisAddress {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads an address; what cannot be read is not repeated, for it may hold a password.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RedisAddress of(String text) {
        try {
            int end = text.indexOf("-cluster://");
            if (end < 0) {
                return new RedisAddress(List.of(RedisURI.create(text)), false);
            }
            String scheme = text.substring(0, end) + "://";
            String rest = text.substring(end + "-cluster://".length());
            int at = rest.lastIndexOf('@');
            String user = rest.substring(0, at + 1);
            return new RedisAddress(Arrays.stream(rest.substring(at + 1).split(",", -1))
                    .map(node -> node(scheme + user, node))
                    .toList(), true);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    private static RedisURI node(String before, String node) {
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("node: (expected: a host and a port)");
        }
        return RedisURI.create(before + node);
    }

    /** The first node or sentinel, without secrets. */
    String shown() {
        RedisURI first = nodes.getFirst();
        RedisURI seen = first.getSentinels().isEmpty() ? first : first.getSentinels().getFirst();
        return seen.getHost() + ":" + seen.getPort();
    }
}
