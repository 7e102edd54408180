package dev.drover.gateway.provider.transport;

import dev.drover.gateway.fixture.Certificates;
import dev.drover.gateway.fixture.ConnectProxy;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Surroundings;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.policy.Connection;
import dev.drover.policy.Connection.Pool;
import dev.drover.policy.Connection.Proxy;
import dev.drover.policy.Connection.Tls;
import dev.drover.policy.Model;
import dev.drover.policy.SecretReference;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real servers and a real proxy on this machine. */
class ConnectionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    @TempDir
    private static Path folder;
    private static Certificates server;
    private static Certificates client;

    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Sinks.One<Boolean> open = Sinks.one();
    private @Nullable DisposableServer running;

    @BeforeAll
    static void makeCertificates() {
        server = Certificates.make(folder, "server");
        client = Certificates.make(folder, "client");
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.disposeNow();
        }
    }

    /** Answers which protocol was spoken; below {@code /wait} not before it is opened. */
    private int serve(HttpServer configured) {
        running = configured.host("127.0.0.1").port(0).doOnConnection(connection -> {
            channels.add(connection.channel().id().asLongText());
            connection.onDispose(closed::countDown);
        }).handle((request, response) -> {
            Mono<Boolean> when = request.uri().endsWith("/wait") ? open.asMono() : Mono.just(true);
            return request.receive()
                    .then(when)
                    .then(response.header("Content-Type", "application/json")
                            .sendString(Mono.just("{\"protocol\":\"" + request.protocol() + "\"}"))
                            .then());
        }).bindNow();
        return running.port();
    }

    private static HttpServer secure(boolean wantsProof, HttpProtocol... protocols) {
        return secure(HttpServer.create().protocol(protocols),
                Http2SslContextSpec.forServer(server.certificate().toFile(), server.key().toFile())
                        .configure(builder -> demand(builder, wantsProof)));
    }

    private static HttpServer secure(boolean wantsProof) {
        return secure(HttpServer.create(),
                Http11SslContextSpec.forServer(server.certificate().toFile(), server.key().toFile())
                        .configure(builder -> demand(builder, wantsProof)));
    }

    private static HttpServer secure(HttpServer plain, SslProvider.GenericSslContextSpec<?> spec) {
        return plain.secure(tls -> tls.sslContext(spec));
    }

    private static void demand(SslContextBuilder builder, boolean wantsProof) {
        builder.trustManager(client.certificate().toFile())
                .clientAuth(wantsProof ? ClientAuth.REQUIRE : ClientAuth.NONE);
    }

    private static HttpUpstream upstream(String url, Connection connection, Map<String, String> environment) {
        Model.Call call = new Model.Call(Map.of(), Map.of(), new Options(OptionSchema.NONE, Map.of()), connection);
        return new HttpUpstream(new Endpoint(new Model.Deployment("openai", URI.create(url), "m", null, 1, 0, call),
                Model.Clocks.STANDARD, null, new Surroundings(environment, folder)));
    }

    private static Mono<String> ask(HttpUpstream upstream, String path) {
        return upstream.fetch(Exchange.events(upstream.url(path), Map.of(), "{}"));
    }

    private static String asked(String url, Connection connection) {
        return asked(url, connection, Map.of());
    }

    private static String asked(String url, Connection connection, Map<String, String> environment) {
        return String.valueOf(ask(upstream(url, connection, environment), "/x").block(PATIENCE));
    }

    private static Connection with(boolean http2, @Nullable Tls tls, Proxy proxy) {
        return new Connection(http2, Pool.STANDARD, tls, proxy);
    }

    private static Tls trusting(boolean proving) {
        return new Tls("server.pem", proving ? "client.pem" : null,
                proving ? new SecretReference.File("client-key.pem") : null);
    }

    @Test
    void aServerIsTrustedByTheAuthoritiesThatAreNamedAndByNoOthers() {
        String url = "https://localhost:" + serve(secure(false));
        assertThat(asked(url, with(false, trusting(false), Proxy.NONE))).contains("HTTP/1.1");
        assertThatThrownBy(() -> asked(url, Connection.STANDARD)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> asked(url, with(false, new Tls("client.pem", null, null), Proxy.NONE)))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void aServerThatWantsProofGetsTheCertificate() {
        String url = "https://localhost:" + serve(secure(true));
        assertThat(asked(url, with(false, trusting(true), Proxy.NONE))).contains("HTTP/1.1");
        assertThatThrownBy(() -> asked(url, with(false, trusting(false), Proxy.NONE))).isInstanceOf(Unavailable.class);
    }

    @Test
    void http2IsSpokenWhereItIsWantedAndOffered() {
        String both = "https://localhost:" + serve(secure(false, HttpProtocol.H2, HttpProtocol.HTTP11));
        assertThat(asked(both, with(true, trusting(false), Proxy.NONE))).contains("HTTP/2.0");
        assertThat(asked(both, with(false, trusting(false), Proxy.NONE))).contains("HTTP/1.1");
        stop();
        String old = "https://localhost:" + serve(secure(true));
        assertThat(asked(old, with(true, trusting(true), Proxy.NONE))).contains("HTTP/1.1");
    }

    @Test
    void requestsGoThroughTheProxyWithItsPassword() throws Exception {
        int port = serve(secure(false));
        Files.writeString(folder.resolve("password"), "p w:d");
        try (ConnectProxy proxy = new ConnectProxy(port, "me:p w:d")) {
            Proxy through = new Proxy.Through(URI.create(proxy.url()), "me", new SecretReference.File("password"));
            assertThat(asked("https://localhost:" + port, with(false, trusting(false), through))).contains("HTTP/1.1");
            assertThat(proxy.asked).containsExactly("localhost:" + port);

            Proxy stranger = new Proxy.Through(URI.create(proxy.url()), "me", new SecretReference.File("server.pem"));
            assertThatThrownBy(() -> asked("https://localhost:" + port, with(false, trusting(false), stranger)))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("407")
                    .hasMessageNotContaining("p w:d");
            assertThat(proxy.asked).last().isEqualTo("!localhost:" + port);
        }
    }

    @Test
    void whatTheEnvironmentSaysHoldsForHostsThatAreNotThisOne() {
        int port = serve(HttpServer.create());
        try (ConnectProxy proxy = new ConnectProxy(port, "me:secret")) {
            Map<String, String> environment = Map.of("HTTP_PROXY", proxy.url().replace("//", "//me:secret@"),
                    "NO_PROXY", "direct.invalid");
            assertThat(asked("http://known-to-the-proxy.invalid", Connection.STANDARD, environment))
                    .contains("HTTP/1.1");
            assertThat(proxy.asked).containsExactly("known-to-the-proxy.invalid:80");
            assertThat(asked("http://localhost:" + port, Connection.STANDARD, environment)).contains("HTTP/1.1");
            assertThatThrownBy(() -> asked("http://direct.invalid", Connection.STANDARD, environment))
                    .isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> asked("http://other.invalid", with(false, null, Proxy.NONE), environment))
                    .isInstanceOf(Unavailable.class);
            assertThat(proxy.asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://metadata.google.internal", "http://2852039166",
            "http://METADATA.goog."})
    void noProxyLeadsToSecrets(String url) {
        int port = serve(HttpServer.create());
        try (ConnectProxy proxy = new ConnectProxy(port, null)) {
            Proxy through = new Proxy.Through(URI.create(proxy.url()), null, null);
            assertThatThrownBy(() -> asked(url, with(false, null, through)))
                    .isInstanceOfAny(IllegalArgumentException.class, Unavailable.class)
                    .hasMessageContaining("(expected: no ");
            assertThat(proxy.asked).isEmpty();
        }
        assertThatThrownBy(() -> upstream("http://a.example",
                with(false, null, new Proxy.Through(URI.create("http://169.254.169.254:80"), null, null)), Map.of()))
                .hasMessageContaining("connection.proxy.url: 169.254.169.254 (expected: no link-local");
    }

    @Test
    void aPoolHasNoMoreConnectionsAndNoMoreWaitingThanItsDocumentSays() throws InterruptedException {
        String url = "http://localhost:" + serve(HttpServer.create());
        Pool pool = new Pool(1, 1, Duration.ofMillis(300), null);
        HttpUpstream upstream = upstream(url, new Connection(false, pool, null, Proxy.NONE), Map.of());
        Mono<String> first = ask(upstream, "/wait").cache();
        Mono<String> second = ask(upstream, "/wait").cache();
        first.subscribe();
        second.subscribe();
        assertThatThrownBy(() -> ask(upstream, "/x").block(PATIENCE)).isInstanceOf(Unavailable.class)
                .hasMessageContaining("localhost/m");
        open.tryEmitValue(true);
        assertThat(List.of(String.valueOf(first.block(PATIENCE)), String.valueOf(second.block(PATIENCE))))
                .allMatch(answer -> answer.contains("HTTP/1.1"));
        assertThat(channels).hasSize(1);
        assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("closed when idle").isTrue();
    }

    @Test
    void deploymentsHavePoolsOfTheirOwnAndKeepThemAcrossPolicies() {
        String url = "http://localhost:" + serve(HttpServer.create());
        Connection mine = new Connection(false, new Pool(1, 5, Duration.ofSeconds(30), null), null, Proxy.NONE);
        Connection yours = new Connection(false, new Pool(1, 5, Duration.ofSeconds(30), Duration.ofMinutes(1)), null,
                Proxy.NONE);
        asked(url, mine);
        asked(url, mine);
        assertThat(channels).hasSize(1);
        asked(url, yours);
        assertThat(channels).hasSize(2);
    }

    @Test
    void whatIsWrongWithAFileIsSaidByItsField() throws Exception {
        Files.writeString(folder.resolve("nonsense.pem"), "hush-hush");
        refuses(new Tls("missing.pem", null, null), "connection.tls.authorities: missing.pem cannot be read");
        refuses(new Tls("nonsense.pem", null, null), "connection.tls.authorities: nonsense.pem holds no certificates");
        refuses(new Tls(null, "server-key.pem", new SecretReference.File("server-key.pem")),
                "connection.tls.certificate: server-key.pem holds no certificates");
        refuses(new Tls(null, "client.pem", new SecretReference.File("nonsense.pem")),
                "connection.tls.key: no private key (expected: one in PEM");
        refuses(new Tls(null, "client.pem", new SecretReference.Environment("NO_SUCH")),
                "connection.tls.key: environment variable NO_SUCH is not set");
    }

    private static void refuses(Tls tls, String told) {
        assertThatThrownBy(() -> upstream("https://a.example", with(false, tls, Proxy.NONE), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("hush");
    }
}
