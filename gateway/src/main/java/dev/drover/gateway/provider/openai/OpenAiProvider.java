package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.inference.ModelClient;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Servers with OpenAI's interface. Bodies are forwarded as they came, with the model's name replaced; redirects are not
 * followed, and link-local addresses are refused.
 */
public final class OpenAiProvider implements Provider {

    private static final ConnectionProvider CONNECTIONS = ConnectionProvider.builder("openai")
            .maxConnections(10_000)
            .pendingAcquireMaxCount(1_000)
            .maxIdleTime(Duration.ofSeconds(20))
            .build();

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        URI url = endpoint.deployment().url();
        check(url);
        HttpClient http = HttpClient.create(CONNECTIONS)
                .resolver(SafeResolver.INSTANCE)
                .followRedirect(false)
                .compress(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) Math.min(Integer.MAX_VALUE, endpoint.clocks().connect().toMillis()));
        return new OpenAiClient(endpoint, http, completions(url));
    }

    private static String completions(URI base) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/chat/completions";
    }

    private static void check(URI url) {
        String host = url.getHost();
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || host == null
                || url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url: " + url.getScheme() + "://" + host + " (expected: http or https, a host, no user)");
        }
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address)) {
            try {
                if (SafeResolver.refused(InetAddress.getByName(address))) {
                    throw new IllegalArgumentException(
                            "url: " + url + " (expected: no link-local, unspecified or multicast address)");
                }
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException("url: " + url + " (expected: an address)", impossible);
            }
        }
    }
}
