package dev.drover.engine.schedule;

import dev.drover.engine.crew.Crew;
import dev.drover.inference.Tenant;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whose call a pass takes when it has room for one only: each call here is a pass of 16 tokens, all its tenant's number. */
@Timeout(60)
class FairnessTest {

    private static final int PASS = 16;

    private final Crew crew = new Crew(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScriptedNetwork network = ScriptedNetwork.standing("only", new CopyOnWriteArrayList<>());
    private final Scheduler scheduler = new Scheduler(crew, new Limits(1L << 30, 64, Duration.ofNanos(1)));
    private final ModelQueue queue = new ModelQueue(scheduler, network, 2, false);

    private boolean seen;

    @AfterEach
    void letsAllGo() {
        network.go(1 << 20);
        callers.close();
        crew.close();
    }

    /** Queues calls of a tenant, one sequence each. */
    private void calls(int number, double weight, int count) {
        new Tenant("tenant " + number, weight).run(() -> {
            for (int i = 0; i < count; i++) {
                int before = scheduler.waiting();
                TokenSequence sequence = queue.open(SequenceOptions.capacity(PASS));
                int[] tokens = new int[PASS];
                Arrays.fill(tokens, number);
                callers.submit(() -> sequence.extend(tokens, 0));
                await().until(() -> scheduler.waiting() > before);
            }
        });
    }

    /** Lets the pass that stands run and others after it, the last of which stands again; tells whose they were. */
    private List<Integer> passes(int count) throws InterruptedException {
        List<Integer> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            network.go(seen ? 1 : 0);
            seen = true;
            List<Integer> tokens = network.awaitPass();
            assertThat(tokens).hasSize(PASS).containsOnly(tokens.getFirst());
            tenants.add(tokens.getFirst());
        }
        return tenants;
    }

    @Test
    void aTenantWithManyCallsDoesNotHoldUpOneWithFew() throws InterruptedException {
        calls(1, 1, 10);
        calls(2, 1, 3);
        assertThat(passes(13)).containsExactly(1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void callsOfOneTenantComeInTheirOrder() throws InterruptedException {
        calls(1, 1, 1);
        calls(2, 1, 1);
        calls(3, 1, 1);
        assertThat(passes(3)).containsExactly(1, 2, 3);
    }

    @Test
    void sharesFollowTheWeights() throws InterruptedException {
        calls(1, 3, 14);
        calls(2, 1, 14);
        List<Integer> first = passes(12);
        assertThat(first.stream().filter(tenant -> tenant == 1).count()).isBetween(8L, 10L);
        assertThat(passes(16)).contains(1, 2);
    }

    @Test
    void nobodySavesUpWhileItAsksForNothing() throws InterruptedException {
        calls(1, 1, 1);
        calls(2, 1, 7);
        assertThat(passes(5)).containsExactly(1, 2, 2, 2, 2);
        calls(1, 1, 4);
        assertThat(passes(7)).as("level with the other from now on").containsExactly(1, 2, 1, 2, 1, 2, 1);
    }
}
