package dev.drover.gateway.faults;

import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.fixture.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole suite against this gateway, with every control but killing it. */
class FaultSuiteTest {

    private static final Set<Control.Verb> CONTROL = EnumSet.complementOf(EnumSet.of(Control.Verb.KILL));

    @TempDir
    Path folder;

    /** A gateway and its Redis, as an operator handles them. */
    private final class Operator implements Control, AutoCloseable {

        private final TestRedis redis = new TestRedis();
        private TestGateway gateway = start();
        private String url = gateway.url();
        private CompletableFuture<Void> stopping = CompletableFuture.completedFuture(null);
        private int reloads;

        private TestGateway start() {
            return TestGateway.withRedis(folder, redis.address(), Duration.ofSeconds(20));
        }

        @Override
        public Set<Verb> verbs() {
            return CONTROL;
        }

        @Override
        public void act(Verb verb) throws IOException {
            switch (verb) {
                case RELOAD -> {
                    TestGateway.write(folder, "bad.yaml", "");
                    TestGateway.remote(folder, "another-" + reloads++, "{}", "{provider: scripted, model: any}");
                }
                case RELOAD_BAD -> TestGateway.write(folder, "bad.yaml", "apiVersion: drover.dev/v1\nkind: Modle\n");
                case DRAIN -> stopping = CompletableFuture.runAsync(gateway::close, Thread.ofPlatform()::start);
                case START -> {
                    stopping.join();
                    gateway = start();
                    url = gateway.url();
                }
                case REDIS_STOP -> redis.close();
                case REDIS_START -> redis.again();
                case REDIS_FREEZE -> redis.freeze(true);
                case REDIS_THAW -> redis.freeze(false);
                case KILL -> throw new IOException("kill: (expected: a process of its own)");
            }
        }

        @Override
        public void close() {
            gateway.close();
            redis.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHolds() throws IOException {
        return everyCaseHolds("");
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHoldsWithoutTheFastLane() throws IOException {
        return everyCaseHolds("reactive");
    }

    private Stream<DynamicTest> everyCaseHolds(String lane) throws IOException {
        try (FaultUpstream upstream = new FaultUpstream(0, FaultSuite::script)) {
            TestGateway.write(folder, "key.txt", "sk-upstream-secret\n");
            TestGateway.write(folder, "suite.yaml", SuitePolicies.of(upstream, "{file: key.txt}"));
            try (Operator operator = new Operator()) {
                List<FaultSuite.Outcome> outcomes = FaultSuite.run(
                        new FaultSuite.Target(() -> operator.url, "", Duration.ofSeconds(20), operator, lane), upstream,
                        System.getProperty("drover.faults.only", ""), outcome -> {
                            // each is a test of its own below
                        });
                return outcomes.stream()
                        .map(outcome -> DynamicTest.dynamicTest(outcome.item() + " " + outcome.name(), () -> {
                            if (outcome.result() == FaultSuite.Result.SKIPPED) {
                                assertThat(outcome.why()).isEqualTo("needs control: kill");
                            } else {
                                assertThat(outcome.why()).isEmpty();
                            }
                        }));
            }
        }
    }

    @Test
    void thereAreManyAndEachHasAName() {
        assertThat(FaultSuite.size()).isGreaterThan(60);
        assertThat(FaultSuite.names()).hasSize(FaultSuite.size())
                .allMatch(name -> FaultSuite.script(slug(name)) != null);
    }

    private static String slug(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
