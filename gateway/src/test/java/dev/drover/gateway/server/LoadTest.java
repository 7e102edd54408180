package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many at once, and one who does not read. */
class LoadTest extends OverFakeUpstream {

    private static final String STREAM = "{\"model\":\"%s\",\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "It is 95, größer als 🐑.");
        TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
        TestGateway.remote(folder, "flood", "{}", upstream.deployment("flood", 0));
        serve();
    }

    @Test
    void streamsAtTheSameTimeDoNotMixAndLeaveNothingBehind() {
        List<CompletableFuture<HttpResponse<String>>> running = IntStream.range(0, 120)
                .mapToObj(i -> gateway.client.sendAsync(
                        gateway.chat(STREAM.formatted(i % 2 == 0 ? "small" : "good")).build(),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < running.size(); i++) {
            String body = running.get(i).join().body();
            assertThat(TestGateway.text(body)).isEqualTo(i % 2 == 0 ? "It is 95, größer als 🐑." : "Good day");
            assertThat(body).endsWith("data: [DONE]\n\n");
        }
        assertThat(running.stream()
                .map(each -> each.join().headers().firstValue("x-drover-decision").orElseThrow())
                .distinct()).hasSize(running.size());
        assertThat(gateway.models.model("small").open.get()).isZero();
        assertThat(gateway.get(gateway.adminUrl() + "/metrics").body()).contains("drover_requests_running 0.0");
    }

    @Test
    void aClientThatDoesNotReadHoldsTheUpstreamBack() throws Exception {
        String body = STREAM.formatted("flood");
        int cancelled = upstream.cancelled.get();
        try (Socket client = TestGateway.raw(gateway.url(),
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)) {
            int held = settled();
            assertThat(held).as("frames of 20 kB on their way").isBetween(1, 3_000);

            client.getInputStream().readNBytes(40 << 20);
            assertThat(settled()).isGreaterThan(held);
        }
        for (int i = 0; i < 400 && upstream.cancelled.get() == cancelled; i++) {
            Thread.sleep(25);
        }
        assertThat(upstream.cancelled.get()).isGreaterThan(cancelled);
    }

    /** How many frames were sent when no more are: with an endless flood, only when somebody stopped taking them. */
    private static int settled() throws InterruptedException {
        int before = -1;
        int now = upstream.flooded.get();
        for (int i = 0; i < 100 && (now == 0 || now != before); i++) {
            Thread.sleep(250);
            before = now;
            now = upstream.flooded.get();
        }
        assertThat(now).isEqualTo(before);
        return now;
    }
}
