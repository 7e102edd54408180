package dev.drover.policy;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads how a deployment is reached. */
final class ConnectionReading {

    private static final String PROXY_FORM = "none, environment, or {url: \"http://HOST:PORT\", user: NAME, password: "
            + "{env: NAME}}";

    private final Report report;

    ConnectionReading(Report report) {
        this.report = report;
    }

    /**
     * Reads it.
     *
     * @param deployment what says it under {@code connection}
     * @param secure whether the deployment's address is an https one
     */
    Connection read(Fields deployment, boolean secure) {
        if (!deployment.has("connection")) {
            return Connection.STANDARD;
        }
        Fields fields = deployment.mapping("connection");
        boolean http2 = fields.flag("http2", false);
        if (http2 && !secure) {
            fields.problem("http2",
                    "true (expected: false, as the url is no https address); HTTP/2 is agreed on in TLS");
        }
        Connection.Tls tls = tls(fields);
        if (tls != null && !secure) {
            fields.problem("tls", "a mapping (expected: none, as the url is no https address)");
        }
        Connection read = new Connection(http2, pool(fields.mapping("pool")), tls, proxy(fields));
        fields.refuseOthers();
        return read;
    }

    private static Connection.Pool pool(Fields pool) {
        Connection.Pool standard = Connection.Pool.STANDARD;
        Connection.Pool read = new Connection.Pool(pool.integer("connections", 1, 100_000, standard.connections()),
                pool.integer("waiting", 0, 100_000, standard.waiting()), pool.duration("idle", standard.idle()),
                pool.duration("life"));
        pool.refuseOthers();
        return read;
    }

    private Connection.@Nullable Tls tls(Fields fields) {
        if (!fields.has("tls")) {
            return null;
        }
        Fields tls = fields.mapping("tls");
        String authorities = file(tls, "authorities");
        String certificate = file(tls, "certificate");
        SecretReference key = tls.has("key") ? new SecretReading(report).read(tls, "key") : null;
        if (tls.has("key") != (certificate != null)) {
            tls.problem(certificate == null ? "certificate" : "key",
                    "missing (expected: certificate and key, or neither)");
        }
        if (authorities == null && certificate == null) {
            tls.problem("authorities", "missing (expected: authorities, or certificate and key)");
        }
        tls.refuseOthers();
        return new Connection.Tls(authorities, certificate, key);
    }

    private static @Nullable String file(Fields tls, String name) {
        return tls.has(name) ? tls.text(name, "a file in PEM") : null;
    }

    private Connection.Proxy proxy(Fields fields) {
        Node node = fields.node("proxy");
        return switch (node) {
            case null -> Connection.Proxy.ENVIRONMENT;
            case Node.Scalar scalar when "none".equals(scalar.value()) -> Connection.Proxy.NONE;
            case Node.Scalar scalar when "environment".equals(scalar.value()) -> Connection.Proxy.ENVIRONMENT;
            case Node.Mapping mapping -> through(fields.mapping("proxy"));
            case Node other -> {
                fields.problem("proxy", other.describe() + " (expected: " + PROXY_FORM + ")");
                yield Connection.Proxy.NONE;
            }
        };
    }

    private Connection.Proxy through(Fields proxy) {
        String written = proxy.text("url", "an address such as http://proxy.example:3128");
        String user = proxy.has("user") ? proxy.text("user", "a name") : null;
        SecretReference password = proxy.has("password") ? new SecretReading(report).read(proxy, "password") : null;
        if (proxy.has("password") != (user != null)) {
            proxy.problem(user == null ? "user" : "password", "missing (expected: user and password, or neither)");
        }
        proxy.refuseOthers();
        if (written.indexOf('@') >= 0) {
            proxy.problem("url",
                    "an address with @ (expected: no user or password); put them under user: and password:");
            return Connection.Proxy.NONE;
        }
        URI url = url(written);
        if (url == null) {
            if (!written.isEmpty()) {
                proxy.problem("url", "\"" + written + "\" (expected: http, a host and a port, such as "
                        + "http://proxy.example:3128)");
            }
            return Connection.Proxy.NONE;
        }
        return new Connection.Proxy.Through(url, user, password);
    }

    private static @Nullable URI url(String written) {
        try {
            URI url = URI.create(written);
            boolean plain = url.getRawPath() == null || url.getRawPath().isEmpty() || url.getRawPath().equals("/");
            return "http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && plain && url.getPort() <= 65_535
                    && url.getRawQuery() == null && url.getRawFragment() == null ? url : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
