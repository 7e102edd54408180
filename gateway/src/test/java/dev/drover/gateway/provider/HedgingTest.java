package dev.drover.gateway.provider;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.policy.Hedge;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HedgingTest extends OverFakeUpstream {

    @BeforeAll
    static void start() {
        TestGateway.write(folder, "hedged.yaml", """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: hedged}
                spec:
                  hedge: {percentile: 90, atLeast: 50ms}
                  deployments: [%s, %s]
                """.formatted(upstream.deployment("moody", 0), upstream.deployment("good", 1)));
        serve();
    }

    @Test
    void whoIsSlowerThanUsualIsOvertakenAndCancelled() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            assertThat(TestGateway.text(gateway.ask("hedged", true, "Hi").body())).isEqualTo("Good day");
        }
        int asked = upstream.requests.get();
        int cancelled = upstream.cancelled.get();
        HttpResponse<String> hedged = gateway.ask("hedged", true, "Hi");
        assertThat(TestGateway.text(hedged.body())).isEqualTo("Good day");
        assertThat(upstream.requests.get()).isEqualTo(asked + 2);
        assertThat(gateway.decision(hedged).path("attempts").toString()).contains("\"why\":\"first\"",
                "\"outcome\":\"cancelled\"", "\"why\":\"hedge\"", "\"outcome\":\"completed\"");
        for (int i = 0; i < 2_000 && upstream.cancelled.get() == cancelled; i++) {
            Thread.sleep(5);
        }
        assertThat(upstream.cancelled.get()).isEqualTo(cancelled + 1);
    }

    @ParameterizedTest
    @CsvSource({"50,100", "95,190", "99.9,200"})
    void theWaitIsThePercentileOfWhatFirstPartsTook(double percentile, long millis) {
        Hedging hedging = new Hedging(new Hedge(percentile, Duration.ofMillis(1)));
        IntStream.rangeClosed(1, 19).forEach(i -> hedging.began(Duration.ofDays(1)));
        assertThat(hedging.after()).isNull();
        IntStream.rangeClosed(1, 1_000).forEach(i -> hedging.began(Duration.ofMillis(1 + i % 200)));
        assertThat(hedging.after()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void nobodyIsAskedSoonerThanTheDocumentSays() {
        Hedging hedging = new Hedging(new Hedge(50, Duration.ofMillis(80)));
        IntStream.range(0, 20).forEach(i -> hedging.began(Duration.ofMillis(1)));
        assertThat(hedging.after()).isEqualTo(Duration.ofMillis(80));
    }
}
