package dev.drover.gateway.server;

import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReloadAndDrainTest {

    @TempDir
    Path folder;

    @Test
    void newPoliciesHoldForNewRequestsWhileStreamsRunOnAndModelsStayLoaded() throws Exception {
        TestGateway.local(folder, "slow", "slow:" + "word ".repeat(30));
        TestGateway.local(folder, "quick", "Quick.");
        TestGateway.auto(folder, "route: {strategy: first, candidates: [slow]}\n");
        try (TestGateway gateway = TestGateway.over(folder)) {
            ScriptedModel slow = gateway.models.model("slow");
            CompletableFuture<HttpResponse<String>> running = CompletableFuture
                    .supplyAsync(() -> gateway.ask("auto", true, "Hi"));
            await(() -> slow.open.get() > 0);
            int loads = gateway.models.loads.get();

            TestGateway.auto(folder, "route: {strategy: first, candidates: [quick]}\n");
            await(() -> gateway.ask("auto", false, "Hi").body().contains("Quick."));

            assertThat(TestGateway.text(running.join().body())).isEqualTo("word ".repeat(30));
            assertThat(gateway.models.loads.get()).isEqualTo(loads);
        }
    }

    @Test
    void badPoliciesAreRefusedAndTheLastGoodOnesStay() throws Exception {
        TestGateway.local(folder, "quick", "Quick.");
        try (TestGateway gateway = TestGateway.over(folder)) {
            TestGateway.write(folder, "bad.yaml", "apiVersion: drover.dev/v1\nkind: Modle\n");
            Thread.sleep(3_000);
            assertThat(gateway.ask("quick", false, "Hi").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRunningStreamFinishesAndNewRequestsAreRefusedWhileTheGatewayStops() throws Exception {
        TestGateway.local(folder, "slow", "slow:" + "word ".repeat(30));
        TestGateway gateway = TestGateway.draining(folder, Duration.ofSeconds(20));
        String url = gateway.url();
        CompletableFuture<HttpResponse<String>> running = stream(gateway);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);

        await(() -> gateway.get(url + "/health/ready").statusCode() == 503);
        HttpResponse<String> refused = gateway.ask("slow", false, "Hi");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(gateway.get(url + "/health/live").statusCode()).isEqualTo(200);
        assertThat(running.join().body()).endsWith("data: [DONE]\n\n");
        closing.join();
    }

    @Test
    void aStreamThatTakesTooLongIsCutWithAnError() throws Exception {
        TestGateway.local(folder, "slow", "slow:" + "word ".repeat(300));
        TestGateway gateway = TestGateway.draining(folder, Duration.ofMillis(300));
        CompletableFuture<HttpResponse<String>> running = stream(gateway);

        gateway.close();

        assertThat(running.join().body()).contains("event: error").contains("shutting_down").doesNotContain("[DONE]");
    }

    private static CompletableFuture<HttpResponse<String>> stream(TestGateway gateway) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> running = CompletableFuture
                .supplyAsync(() -> gateway.ask("slow", true, "Hi"));
        ScriptedModel slow = gateway.models.model("slow");
        await(() -> slow.open.get() > 0);
        return running;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(25);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
