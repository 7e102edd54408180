package dev.drover.gateway.provider.transport;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.policy.Model;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SafeAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/v1", "http://[fe80::1]/v1", "http://0.0.0.0/v1",
            "ftp://a.example/v1", "http://user@a.example/v1", "http://[fd00:ec2::254]/v1", "file:///etc/passwd",
            "http://[::ffff:169.254.169.254]/v1", "http://[::]/v1", "http://239.1.1.1/v1", "http://[ff02::1]/v1",
            "http://0251.0376.0251.0376.1/v1", "http://100.100.100.200/v1", "http:///v1"})
    void anAddressThatMayHoldSecretsIsRefused(String url) {
        assertThatThrownBy(() -> client(url)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url: ")
                .hasMessageNotContaining("user@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8000/v1", "https://a.example/v1/", "http://10.0.0.1/v1",
            "http://[::1]/v1"})
    void otherAddressesAreTaken(String url) {
        assertThat(client(url)).isNotNull();
    }

    @Test
    void whatANameStandsForIsCheckedToo() {
        assertThat(SafeResolver.refused(InetAddress.ofLiteral("169.254.1.1"))).isTrue();
        assertThat(SafeResolver.refused(InetAddress.ofLiteral("224.0.0.1"))).isTrue();
        assertThat(SafeResolver.refused(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "2852039166", "0.0.0.0", "ff02::1"})
    void theAddressThatIsConnectedToIsTheOneThatWasLookedAt(String address) throws Exception {
        try (AddressResolver<InetSocketAddress> resolver = SafeResolver.DIRECT
                .getResolver(ImmediateEventExecutor.INSTANCE)) {
            assertThat(resolver.resolve(InetSocketAddress.createUnresolved(address, 80)).await().cause())
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("(expected: no link-local");
            assertThat(resolver.resolveAll(InetSocketAddress.createUnresolved(address, 80)).await().cause())
                    .isInstanceOf(UnknownHostException.class);
            assertThat(resolver.resolve(InetSocketAddress.createUnresolved("127.0.0.1", 80)).await().getNow())
                    .isEqualTo(new InetSocketAddress("127.0.0.1", 80));
        }
    }

    @Test
    void retryAfterIsReadInSecondsOrAsADate() {
        String date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(UpstreamFailure.wait("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(UpstreamFailure.wait(date)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        assertThat(UpstreamFailure.wait("soon")).isEqualTo(Duration.ofSeconds(1));
        assertThat(UpstreamFailure.wait(null)).isEqualTo(Duration.ofSeconds(1));
    }

    private static Object client(String url) {
        return new HttpUpstream(new Endpoint(new Model.Deployment("openai", URI.create(url), "m", null, 1, 0),
                Model.Clocks.STANDARD, null));
    }
}
