package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.fixture.TestGateway;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try")
class CancellationTest extends OverFakeUpstream {

    /** What is promised is 100 ms; the rest is for a machine that does much else. */
    private static final Duration SOON = Duration.ofSeconds(1);

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "slow", "slow:" + "word ".repeat(200));
        TestGateway.remote(folder, "endless", "{}", upstream.deployment("endless", 0));
        TestGateway.remote(folder, "mute", "{}", upstream.deployment("mute", 0));
        serve();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatGoesAwayFreesItsSlotAndNoFurtherPassRuns(boolean stream) throws Exception {
        ScriptedModel model = gateway.models.model("slow");
        int before = model.passes.get();
        Socket client = ask("slow", stream);
        await(() -> model.passes.get() > before + 3);
        client.close();
        long left = System.nanoTime();
        await(() -> model.open.get() == 0);
        long freed = System.nanoTime() - left;

        int passes = model.passes.get();
        Thread.sleep(200);
        assertThat(model.passes.get()).isEqualTo(passes);
        assertThat(Duration.ofNanos(freed)).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless", "mute"})
    void aClientThatGoesAwayEndsTheUpstreamCallAlsoBeforeTheFirstByte(String model) throws Exception {
        int asked = upstream.requests.get();
        int cancelled = upstream.cancelled.get();
        Socket client = ask(model, true);
        await(() -> upstream.requests.get() > asked);
        Thread.sleep(100);
        client.close();
        long left = System.nanoTime();
        await(() -> upstream.cancelled.get() > cancelled);

        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(SOON);
    }

    @Test
    void whatWasProducedIsStillCharged() throws Exception {
        Socket client = ask("slow", true);
        String head = new String(client.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
        client.close();
        String id = head.lines()
                .filter(line -> line.startsWith("x-drover-decision"))
                .findFirst()
                .orElseThrow()
                .substring(19)
                .strip();
        await(() -> decision(id).contains("\"outcome\":\"cancelled\""));
        assertThat(TestGateway.json(decision(id)).path("usage").path("completionTokens").asInt()).isPositive();
    }

    private static String decision(String id) {
        return gateway.get(gateway.adminUrl() + "/admin/decisions/" + id).body();
    }

    private static Socket ask(String model, boolean stream) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return TestGateway.raw(gateway.url(), "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
