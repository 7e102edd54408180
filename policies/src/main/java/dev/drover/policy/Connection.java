package dev.drover.policy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment is reached.
 *
 * @param http2 whether HTTP/2 is spoken where the server offers it; needs https
 * @param pool the connections that are kept
 * @param tls whom to trust and how to prove who asks; null for what the system trusts and no proof
 * @param proxy what stands in between
 */
public record Connection(boolean http2, Pool pool, @Nullable Tls tls, Proxy proxy) {

    /** HTTP/1.1, the usual pool, what the system trusts, and the proxies that the environment names. */
    public static final Connection STANDARD = new Connection(false, Pool.STANDARD, null, Proxy.ENVIRONMENT);

    /**
     * The connections of one deployment.
     *
     * @param connections how many there are at most, 1 to 100,000; under HTTP/2 each carries many requests
     * @param waiting how many requests wait for one at most, 0 to 100,000
     * @param idle how long one is kept that nobody uses
     * @param life how long one is kept at all; null for any time
     */
    public record Pool(int connections, int waiting, Duration idle, @Nullable Duration life) {

        /** What holds when a document says nothing: 10,000 connections, 1,000 waiting, 20 s idle, any life. */
        public static final Pool STANDARD = new Pool(10_000, 1_000, Duration.ofSeconds(20), null);
    }

    /**
     * Transport security beyond what the system trusts. Files are in PEM, absolute or relative to the folder of the
     * documents.
     *
     * @param authorities the certificates to trust instead of the system's; null for the system's
     * @param certificate the certificate that is shown to the server, with those between it and its authority; null for
     *        none
     * @param key its private key, not encrypted; there if the certificate is
     */
    public record Tls(@Nullable String authorities, @Nullable String certificate, @Nullable SecretReference key) {}

    /** What stands between the gateway and a deployment. */
    public sealed interface Proxy {

        /** What {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say, for hosts that are not this one. */
        Proxy ENVIRONMENT = new Environment();

        /** Nothing. */
        Proxy NONE = new None();

        /** What the environment says. */
        record Environment() implements Proxy {}

        /** Nothing. */
        record None() implements Proxy {}

        /**
         * A proxy over HTTP.
         *
         * @param url its address: http, a host and a port
         * @param user the name it is told; null for none
         * @param password the password it is told; null for none
         */
        record Through(URI url, @Nullable String user, @Nullable SecretReference password) implements Proxy {}
    }
}
