package dev.drover.gateway.hub;

import dev.drover.gateway.proxy.EnvironmentProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the environment says of hub, token and proxies. */
class HubSettingsTest {

    @TempDir
    Path caches;

    private HubSettings settings(Map<String, String> environment) {
        return HubSettings.of(environment, caches, null);
    }

    @Test
    void theHubIsHuggingFaceUnlessAnotherIsNamed() {
        assertThat(settings(Map.of()).endpoint()).hasToString("https://huggingface.co");
        assertThat(settings(Map.of("HF_ENDPOINT", "https://hub.example/hf/")).endpoint())
                .hasToString("https://hub.example/hf");
        assertThatThrownBy(() -> settings(Map.of("HF_ENDPOINT", "hub.example"))).hasMessageContaining("HF_ENDPOINT");
        assertThatThrownBy(() -> settings(Map.of("HF_ENDPOINT", "file:///etc"))).hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void theTokenIsTakenFromTheFirstPlaceThatHasOne() throws IOException {
        assertThat(settings(Map.of()).token()).isNull();
        Files.createDirectories(caches.resolve("huggingface"));
        Files.writeString(caches.resolve("huggingface/token"), "from-cache\n");
        assertThat(settings(Map.of()).token()).isEqualTo("from-cache");
        Path file = Files.writeString(caches.resolve("mine"), "from-file");
        assertThat(settings(Map.of("HF_TOKEN_PATH", file.toString())).token()).isEqualTo("from-file");
        assertThat(settings(Map.of("HF_TOKEN_PATH", file.toString(), "HF_TOKEN", "direct")).token())
                .isEqualTo("direct");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "direct"), caches, file).token()).isEqualTo("from-file");
    }

    @Test
    void aTokenIsNeverShown() {
        assertThat(settings(Map.of("HF_TOKEN", "hf_secret")).toString()).doesNotContain("hf_secret");
        assertThatThrownBy(() -> settings(Map.of("HF_TOKEN", "hf_secret and more"))).hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_secret");
        assertThatThrownBy(() -> settings(Map.of("HTTPS_PROXY", "socks5://me:secret@proxy:1")))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aTokenIsNotSentInTheClearBeyondThisMachine() {
        assertThatThrownBy(() -> settings(Map.of("HF_TOKEN", "t", "HF_ENDPOINT", "http://hub.example")))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> settings(Map.of("HF_TOKEN", "t", "HF_ENDPOINT", "http://127.evil.example")))
                .hasMessageContaining("https");
        assertThat(settings(Map.of("HF_TOKEN", "t", "HF_ENDPOINT", "http://127.0.0.1:80")).token()).isEqualTo("t");
        assertThat(settings(Map.of("HF_ENDPOINT", "http://hub.example")).token()).isNull();
    }

    @Test
    void proxiesFollowTheSchemeAndSpareTheListedHosts() {
        EnvironmentProxy proxies = new EnvironmentProxy(Map.of("HTTPS_PROXY", "http://secure.proxy:3128", "http_proxy",
                "plain.proxy", "no_proxy", "internal.example, .corp.example,127.0.0.1,odd.example:444"));
        assertThat(host(proxies, "https://hub.example/x")).isEqualTo("secure.proxy:3128");
        assertThat(host(proxies, "http://hub.example/x")).isEqualTo("plain.proxy:80");
        assertThat(host(proxies, "https://odd.example")).isEqualTo("secure.proxy:3128");
        for (String direct : new String[] {"https://internal.example", "https://a.internal.example",
                "https://corp.example", "https://a.b.corp.example", "http://127.0.0.1:8080",
                "https://odd.example:444"}) {
            assertThat(host(proxies, direct)).as(direct).isEqualTo("direct");
        }
        assertThat(host(proxies, "https://notinternal.example")).isEqualTo("secure.proxy:3128");
        assertThat(host(new EnvironmentProxy(Map.of("ALL_PROXY", "http://p:1", "NO_PROXY", "*")), "https://a"))
                .isEqualTo("direct");
        assertThat(host(new EnvironmentProxy(Map.of("ALL_PROXY", "http://p:1")), "https://a")).isEqualTo("p:1");
    }

    private static String host(EnvironmentProxy proxies, String uri) {
        Proxy proxy = proxies.select(URI.create(uri)).getFirst();
        return proxy.address() instanceof InetSocketAddress address ? address.getHostString() + ":" + address.getPort()
                : "direct";
    }
}
