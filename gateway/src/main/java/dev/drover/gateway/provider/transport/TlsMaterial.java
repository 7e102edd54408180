package dev.drover.gateway.provider.transport;

import dev.drover.gateway.provider.Surroundings;
import dev.drover.policy.Connection;
import dev.drover.policy.SecretReference;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;

/**
 * What a TLS connection is made of, in PEM.
 *
 * @param authorities the certificates to trust; null for those that the system trusts
 * @param certificate the chain that is shown to the server; null for none
 * @param key the private key of its first certificate
 */
record TlsMaterial(@Nullable String authorities, @Nullable String certificate, @Nullable String key) {

    private static final String FIELD = "connection.tls.";
    private static final TlsMaterial SYSTEM = new TlsMaterial(null, null, null);

    /**
     * Reads the files that a document names.
     *
     * @throws IllegalArgumentException when one cannot be read or is of no use, by its field
     */
    static TlsMaterial of(Connection.@Nullable Tls tls, Surroundings surroundings) {
        if (tls == null) {
            return SYSTEM;
        }
        SecretReference key = tls.key();
        return new TlsMaterial(certificates("authorities", tls.authorities(), surroundings),
                certificates("certificate", tls.certificate(), surroundings),
                key == null ? null : secret(key, surroundings));
    }

    private static String secret(SecretReference key, Surroundings surroundings) {
        try {
            return surroundings.read(key);
        } catch (IllegalStateException missing) {
            throw new IllegalArgumentException(FIELD + missing.getMessage(), missing);
        }
    }

    private static @Nullable String certificates(String field, @Nullable String path, Surroundings surroundings) {
        if (path == null) {
            return null;
        }
        String pem = surroundings.file(FIELD + field, path);
        try {
            if (!CertificateFactory.getInstance("X.509").generateCertificates(stream(pem)).isEmpty()) {
                return pem;
            }
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException(none(field, path), malformed);
        }
        throw new IllegalArgumentException(none(field, path));
    }

    private static String none(String field, String path) {
        return FIELD + field + ": " + path + " holds no certificates (expected: certificates in PEM)";
    }

    /**
     * The context of connections.
     *
     * @param http2 whether HTTP/2 is offered
     * @throws IllegalArgumentException when there can be none
     */
    SslContext context(boolean http2) {
        try {
            return http2 ? Http2SslContextSpec.forClient().configure(this::fill).sslContext()
                    : Http11SslContextSpec.forClient().configure(this::fill).sslContext();
        } catch (SSLException unusable) {
            throw new IllegalArgumentException(FIELD + "authorities, certificate and key: " + unusable.getMessage()
                    + " (expected: certificates in PEM, and the key of the first)", unusable);
        }
    }

    private void fill(SslContextBuilder builder) {
        if (authorities != null) {
            builder.trustManager(stream(authorities));
        }
        if (certificate != null) {
            try {
                builder.keyManager(stream(certificate), stream(Objects.requireNonNull(key)));
            } catch (IllegalArgumentException unusable) {
                throw new IllegalArgumentException(
                        FIELD + "key: no private key (expected: one in PEM, PKCS #8, not encrypted)", unusable);
            }
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "TLS material";
    }
}
