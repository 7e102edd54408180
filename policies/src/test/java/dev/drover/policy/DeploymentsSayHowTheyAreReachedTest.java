package dev.drover.policy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentsSayHowTheyAreReachedTest {

    private static String model(String url, String connection) {
        return """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: remote}
                spec:
                  deployments:
                    - {provider: other, model: m, url: "%s"%s}
                """.formatted(url, connection.isEmpty() ? "" : ", connection: " + connection);
    }

    private static Connection read(String connection) {
        Model model = Examples.read(model("https://a.example", connection)).model("remote").orElseThrow();
        return ((Model.Remote) model.source()).deployments().getFirst().call().connection();
    }

    @Test
    void whatIsNotSaidIsUsual() {
        assertThat(read("")).isEqualTo(Connection.STANDARD);
        assertThat(read("{}")).isEqualTo(Connection.STANDARD);
        assertThat(read("{proxy: environment}")).isEqualTo(Connection.STANDARD);
        assertThat(read("{proxy: none}").proxy()).isEqualTo(Connection.Proxy.NONE);
        assertThat(read("{pool: {life: 1h}}").pool())
                .isEqualTo(new Connection.Pool(10_000, 1_000, Duration.ofSeconds(20), Duration.ofHours(1)));
    }

    @Test
    void poolsProofsAndProxiesAreRead() {
        assertThat(read("{http2: true, pool: {connections: 4, waiting: 0, idle: 1m, life: 10m}, "
                + "tls: {authorities: ca.pem, certificate: client.pem, key: {file: client.key}}, "
                + "proxy: {url: \"http://proxy.example:3128\", user: me, password: {env: PROXY}}}")).isEqualTo(
                        new Connection(true, new Connection.Pool(4, 0, Duration.ofMinutes(1), Duration.ofMinutes(10)),
                                new Connection.Tls("ca.pem", "client.pem", new SecretReference.File("client.key")),
                                new Connection.Proxy.Through(URI.create("http://proxy.example:3128"), "me",
                                        new SecretReference.Environment("PROXY"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {htpp2: true}                                       | htpp2             | expected: http2?
            {pool: {connections: 0}}                            | pool.connections  | from 1 to 100000
            {pool: {idle: 5}}                                   | pool.idle         | expected: a duration
            {pool: {size: 5}}                                   | pool.size         | unknown key
            {tls: {}}                                           | tls.authorities   | authorities, or certificate and key
            {tls: {certificate: c.pem}}                         | tls.key           | certificate and key, or neither
            {tls: {authorities: a, key: {env: K}}}              | tls.certificate   | certificate and key, or neither
            {tls: {certificate: c, key: sk-secret}}             | tls.key           | {env: NAME} or {file: PATH}
            {proxy: direct}                                     | proxy             | none, environment, or
            {proxy: {url: "http://me:sk-secret@p:1"}}           | proxy.url         | put them under user: and password:
            {proxy: {url: "socks5://p:1"}}                      | proxy.url         | http, a host and a port
            {proxy: {url: "http://p:1/path"}}                   | proxy.url         | http, a host and a port
            {proxy: {url: "http://p:1", user: me}}              | proxy.password    | user and password, or neither
            {proxy: {url: "http://p:1", password: {env: P}}}    | proxy.user        | user and password, or neither
            """)
    void whatCannotBeReachedSoIsRefusedAndNoSecretIsRepeated(String connection, String key, String expected) {
        assertThat(Examples.problems(model("https://a.example", connection))).singleElement()
                .asString()
                .contains("spec.deployments[0].connection." + key + ":")
                .contains(expected)
                .doesNotContain("sk-secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {http2: true}            | http2
            {tls: {authorities: a}}  | tls
            """)
    void whatNeedsTlsIsRefusedWithout(String connection, String key) {
        assertThat(Examples.problems(model("http://a.example", connection))).singleElement()
                .asString()
                .contains("spec.deployments[0].connection." + key + ":")
                .contains("https");
    }
}
