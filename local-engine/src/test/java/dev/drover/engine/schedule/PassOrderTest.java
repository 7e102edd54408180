package dev.drover.engine.schedule;

import dev.drover.engine.crew.Crew;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who is in which pass, and what becomes of the others, with passes that the test holds in its hand. */
@Timeout(60)
class PassOrderTest {

    private final Crew crew = new Crew(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final ScriptedNetwork network = ScriptedNetwork.standing("first", order);
    private final ScriptedNetwork other = ScriptedNetwork.standing("other", order);
    private final Scheduler scheduler = new Scheduler(crew, new Limits(1L << 30, 64, Duration.ofNanos(1)));
    private final ModelQueue queue = large(network);
    private final ModelQueue otherQueue = large(other);

    @AfterEach
    void letsAllGo() {
        network.go(1 << 20);
        other.go(1 << 20);
        callers.close();
        crew.close();
    }

    private ModelQueue large(ScriptedNetwork of) {
        return new ModelQueue(scheduler, of, 2, false);
    }

    private static int[] run(int token, int count) {
        return IntStream.generate(() -> token).limit(count).toArray();
    }

    private static TokenSequence open(ModelQueue of) {
        return of.open(SequenceOptions.capacity(1_000));
    }

    /** Calls on a thread of its own; returns the token that follows, by the last row of the logits. */
    private Future<Integer> call(TokenSequence sequence, int[] tokens) {
        return callers.submit(() -> sequence.extend(tokens, 1).argmax(0));
    }

    @Test
    void callsThatComeDuringAPassShareTheNext() throws Exception {
        Future<Integer> first = call(open(queue), new int[] {1});
        assertThat(network.awaitPass()).containsExactly(1);
        List<Future<Integer>> late = new ArrayList<>();
        for (int token = 2; token < 7; token++) {
            late.add(queued(queue, new int[] {token}));
        }
        network.go(2);
        assertThat(first.get()).isEqualTo(2);
        assertThat(network.awaitPass()).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
        for (int i = 0; i < late.size(); i++) {
            assertThat(late.get(i).get()).isEqualTo(i + 3);
        }
        assertThat(queue.statistics().passes()).isEqualTo(2);
    }

    /** A call that stands in the queue when this returns. */
    private Future<Integer> queued(ModelQueue of, int[] tokens) {
        int before = scheduler.waiting();
        Future<Integer> future = call(open(of), tokens);
        await().atMost(Duration.ofSeconds(30)).until(() -> scheduler.waiting() > before);
        return future;
    }

    @Test
    void shortCallsGoWithEveryChunkOfALongOne() throws Exception {
        Future<Integer> prompt = call(open(queue), run(7, 48));
        assertThat(network.awaitPass()).hasSize(16);
        Future<Integer> step = queued(queue, new int[] {3});
        network.go(1);
        assertThat(network.awaitPass()).as("the step, and the long call's chunk as it is the oldest")
                .hasSize(17)
                .contains(3);
        network.go(1);
        assertThat(step.get()).isEqualTo(4);
        assertThat(network.awaitPass()).hasSize(16);
        assertThat(prompt.isDone()).isFalse();
        network.go(1);
        assertThat(prompt.get()).isEqualTo(8);
    }

    @Test
    void aLongCallToOneModelKeepsNoOtherModelWaiting() throws Exception {
        Future<Integer> prompt = call(open(queue), run(7, 160));
        network.awaitPass();
        Future<Integer> step = queued(otherQueue, new int[] {3});
        network.go(1);
        other.go(1);
        assertThat(step.get()).isEqualTo(4);
        assertThat(prompt.isDone()).isFalse();
        assertThat(order).startsWith("first", "other");
        network.go(9);
        assertThat(prompt.get()).isEqualTo(8);
        assertThat(order).hasSize(11);
    }

    @Test
    void twoModelsWithLongCallsTakeTurns() throws Exception {
        Future<Integer> first = call(open(queue), run(7, 64));
        network.awaitPass();
        Future<Integer> second = queued(otherQueue, run(8, 64));
        network.go(100);
        other.go(100);
        first.get();
        second.get();
        assertThat(order).containsExactly("first", "other", "first", "other", "first", "other", "first", "other");
    }

    @Test
    void longCallsToOneModelAreDoneInTheOrderTheyCame() throws Exception {
        Future<Integer> blocker = call(open(queue), new int[] {1});
        network.awaitPass();
        List<Future<Integer>> prompts = new ArrayList<>();
        for (int token = 10; token < 14; token++) {
            prompts.add(queued(queue, run(token, 40)));
        }
        network.go(100);
        blocker.get();
        for (Future<Integer> prompt : prompts) {
            prompt.get();
        }
        List<Integer> firstSeen = new ArrayList<>();
        network.begun
                .forEach(pass -> pass.stream().filter(token -> !firstSeen.contains(token)).forEach(firstSeen::add));
        assertThat(firstSeen).containsExactly(10, 11, 12, 13);
    }

    @Test
    void aFailingPassFailsThoseInItAndNobodyElse() throws Exception {
        TokenSequence good = open(queue);
        Future<Integer> first = call(good, new int[] {1});
        network.awaitPass();
        Future<Integer> poisoned = queued(queue, new int[] {ScriptedNetwork.POISON});
        Future<Integer> neighbour = queued(queue, new int[] {5});
        Future<Integer> elsewhere = queued(otherQueue, new int[] {6});
        network.go(2);
        other.go(1);
        assertThat(first.get()).isEqualTo(2);
        assertFailedPass(poisoned, "poisoned, says the test");
        assertFailedPass(neighbour, "poisoned, says the test");
        assertThat(elsewhere.get()).isEqualTo(7);
        network.go(1);
        assertThat(call(good, new int[] {2}).get()).as("the sequence goes on").isEqualTo(3);
        assertThat(good.length()).isEqualTo(2);
    }

    private static void assertFailedPass(Future<Integer> future, String cause) {
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the pass failed")
                .rootCause()
                .hasMessage(cause);
    }

    @Test
    void aPassThatFindsNoRoomFailsItsCallsAndTheNextRuns() throws Exception {
        TokenSequence sequence = open(queue);
        network.refusesRoom = true;
        assertFailedPass(call(sequence, new int[] {1}), "no room for a pass, says the test");
        assertThat(sequence.length()).isZero();
        network.refusesRoom = false;
        network.go(1);
        assertThat(call(sequence, new int[] {1}).get()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theRoomOfAPassThatFailedIsNotUsedAgain(boolean small) {
        ScriptedNetwork quick = ScriptedNetwork.running();
        ModelQueue of = new ModelQueue(scheduler, quick, 2, small);
        TokenSequence sequence = open(of);
        sequence.extend(new int[] {1}, 1);
        sequence.extend(new int[] {1}, 1);
        assertThat(quick.rooms).hasValue(1);
        assertThatThrownBy(() -> sequence.extend(new int[] {ScriptedNetwork.POISON}, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sequence.length()).isEqualTo(2);
        assertThat(sequence.extend(new int[] {8}, 1).argmax(0)).isEqualTo(9);
        assertThat(quick.rooms).hasValue(2);
    }

    @Test
    void aCallerThatWaitsLeavesAtOnceWhenItIsInterrupted() throws Exception {
        Future<Integer> first = call(open(queue), new int[] {1});
        network.awaitPass();
        Future<Integer> waiting = queued(queue, run(9, 100));
        waiting.cancel(true);
        await().atMost(Duration.ofSeconds(30)).until(() -> queue.statistics().cancelled() == 1);
        assertThat(first.isDone()).as("the pass still stands").isFalse();
        network.go(10);
        first.get();
        assertThat(queue.statistics().rows()).isEqualTo(1);
    }

    @Test
    void aLeaderThatIsInterruptedFinishesThePassForTheOthersInItAndHandsTheLeadOn() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        TokenSequence mine = open(queue);
        Future<?> leader = callers.submit(() -> {
            try {
                mine.extend(run(7, 64), 1);
            } catch (InferenceFailure.Cancelled expected) {
                cancelled.countDown();
            }
        });
        network.awaitPass();
        Future<Integer> follower = queued(queue, run(9, 33));
        network.go(1);
        network.awaitPass();
        leader.cancel(true);
        network.go(10);
        assertThat(follower.get()).isEqualTo(10);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(mine.length()).isZero();
    }

    @Test
    void closingWaitsForThePassInProgressAndForThoseWhoQueuedBefore() throws Exception {
        TokenSequence openBefore = open(queue);
        Future<Integer> first = call(open(queue), new int[] {1});
        network.awaitPass();
        Future<Integer> second = queued(queue, new int[] {5});
        Thread closer = Thread.ofVirtual().start(scheduler::close);
        await().atMost(Duration.ofSeconds(30)).until(() -> refusesToOpen(queue));
        assertThatThrownBy(call(openBefore, new int[] {1})::get).rootCause().hasMessageContaining("engine: closed");
        assertThat(closer.isAlive()).isTrue();
        network.go(2);
        assertThat(first.get()).isEqualTo(2);
        assertThat(second.get()).isEqualTo(6);
        assertThat(closer.join(Duration.ofSeconds(30))).isTrue();
    }

    private static boolean refusesToOpen(ModelQueue of) {
        try {
            open(of).close();
            return false;
        } catch (InferenceFailure.Unavailable closed) {
            return closed.code().equals("engine_closed");
        }
    }

    @Test
    void closingOnAnInterruptedThreadWaitsAsWell() throws Exception {
        Future<Integer> first = call(open(queue), new int[] {1});
        network.awaitPass();
        List<Boolean> states = Collections.synchronizedList(new ArrayList<>());
        Thread closer = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            scheduler.close();
            states.add(first.isDone() || queue.statistics().passes() == 1);
            states.add(Thread.currentThread().isInterrupted());
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> refusesToOpen(queue));
        network.go(1);
        assertThat(closer.join(Duration.ofSeconds(30))).isTrue();
        assertThat(states).containsExactly(true, true);
    }

    @Test
    void aSmallModelsCallsDoNotWaitForTheCrew() throws Exception {
        Future<Integer> standing = call(open(queue), new int[] {1});
        network.awaitPass();
        ModelQueue small = new ModelQueue(scheduler, ScriptedNetwork.running(), 2, true);
        for (int i = 0; i < 5; i++) {
            assertThat(call(open(small), new int[] {i}).get()).isEqualTo(i + 1);
        }
        assertThat(standing.isDone()).isFalse();
    }
}
