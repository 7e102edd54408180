package dev.drover.engine.cache;

import dev.drover.inference.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who shares memory, who gives way, who waits. The state of a token here is the token itself, put where its key lies. */
@Timeout(60)
class CacheMemoryTest {

    private static final CacheShape SHAPE = new CacheShape(1, 1, 2);
    private static final long BLOCK = SHAPE.bytes(1, CacheFormat.F32);
    private static final Duration NEVER = Duration.ofDays(1);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> computed = new ArrayList<>();

    @AfterEach
    void ends() {
        callers.close();
    }

    /** A memory of so many blocks, all of which may be kept. */
    private static CacheMemory memory(int blocks) {
        return new CacheMemory(blocks * BLOCK, blocks * BLOCK, NEVER);
    }

    private static SequenceState open(CacheMemory memory, PrefixTree prefixes) {
        return open(memory, prefixes, "team", "");
    }

    private static SequenceState open(CacheMemory memory, PrefixTree prefixes, String tenant, String kind) {
        return memory.open(prefixes, new Tenant(tenant, 1), kind, true,
                new KeyValueCache(SHAPE, CacheFormat.F32, 1000));
    }

    /** Adds tokens and computes what has no state; returns how many had. */
    private static int extend(CacheMemory memory, SequenceState state, int... tokens) throws InterruptedException {
        int from = memory.enter(state, tokens, 1);
        compute(memory, state, from, state.length() + tokens.length);
        return from;
    }

    private static void compute(CacheMemory memory, SequenceState state, int from, int to) {
        for (int i = from; i < to; i++) {
            float token = state.tokens()[i];
            state.cache().block(i).put(0, 0, i % 64, new float[] {token, i}, new float[] {-token, -i}, 0);
        }
        memory.leave(state, to, to);
    }

    /** Checks that the state of all tokens is theirs. */
    private static void intact(SequenceState state) {
        for (int i = 0; i < state.length(); i++) {
            CacheBlock block = state.cache().block(i);
            float[] keys = block.keys(0, 0, new float[0]);
            assertThat(keys[i % 64]).as("state of token %d", i).isEqualTo(state.tokens()[i]);
            assertThat(keys[64 + i % 64]).as("place of token %d", i).isEqualTo(i);
        }
    }

    private static int[] text(int seed, int count) {
        int[] tokens = new int[count];
        Arrays.setAll(tokens, i -> seed * 1000 + i);
        return tokens;
    }

    private static int[] joined(int[] first, int... second) {
        int[] tokens = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, tokens, first.length, second.length);
        return tokens;
    }

    @Test
    void aTextThatBeginsAsOneBeforeTakesItsState() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState first = open(memory, prefixes);
        assertThat(extend(memory, first, text(1, 150))).isZero();
        extend(memory, first, 7);
        memory.close(first);
        SequenceState second = open(memory, prefixes);
        assertThat(extend(memory, second, joined(text(1, 140), 5, 6))).isEqualTo(140);
        intact(second);
        SequenceState same = open(memory, prefixes);
        assertThat(extend(memory, same, text(1, 150))).as("the last is asked for").isEqualTo(149);
        intact(same);
        intact(second);
        assertThat(memory.usage().reused()).isEqualTo(289);
    }

    @Test
    void twoAtOnceShareWhatTheFirstHasWhole() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState first = open(memory, prefixes);
        extend(memory, first, text(1, 150));
        extend(memory, first, 7);
        SequenceState second = open(memory, prefixes);
        assertThat(extend(memory, second, text(1, 150))).isEqualTo(128);
        assertThat(memory.usage().usedBytes()).isEqualTo(4 * BLOCK);
        intact(first);
        intact(second);
    }

    @Test
    void twoThatComputedTheSameKeepOneCopy() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState first = open(memory, prefixes);
        SequenceState second = open(memory, prefixes);
        extend(memory, first, text(1, 64));
        extend(memory, second, text(1, 64));
        assertThat(memory.usage().usedBytes()).isEqualTo(2 * BLOCK);
        extend(memory, first, 1);
        extend(memory, second, 2);
        assertThat(memory.usage().usedBytes()).isEqualTo(3 * BLOCK);
        intact(first);
        intact(second);
    }

    @Test
    void neitherTenantsNorKindsNorModelsShare() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState first = open(memory, prefixes, "one", "");
        extend(memory, first, text(1, 100));
        memory.close(first);
        assertThat(extend(memory, open(memory, prefixes, "two", ""), text(1, 100))).isZero();
        assertThat(extend(memory, open(memory, prefixes, "one", "far"), text(1, 100))).isZero();
        assertThat(extend(memory, open(memory, memory.newPrefixes(), "one", ""), text(1, 100))).isZero();
        assertThat(extend(memory, open(memory, prefixes, "one", ""), text(1, 100))).isEqualTo(99);
    }

    @Test
    void aSequenceApartNeitherTakesNorLeavesState() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        for (int i = 0; i < 2; i++) {
            SequenceState apart = memory.open(prefixes, Tenant.NOBODY, "", false,
                    new KeyValueCache(SHAPE, CacheFormat.F32, 1000));
            assertThat(extend(memory, apart, text(1, 100))).isZero();
            memory.close(apart);
        }
        assertThat(memory.usage().usedBytes()).isZero();
    }

    @Test
    void aForkSharesAllAndCopiesOnlyWhatItWrites() throws InterruptedException {
        CacheMemory memory = memory(100);
        SequenceState original = open(memory, memory.newPrefixes());
        extend(memory, original, text(1, 100));
        SequenceState fork = memory.fork(original, new KeyValueCache(SHAPE, CacheFormat.F32, 1000));
        assertThat(memory.usage().usedBytes()).isEqualTo(2 * BLOCK);
        extend(memory, fork, 5);
        assertThat(memory.usage().usedBytes()).isEqualTo(3 * BLOCK);
        extend(memory, original, 6, 7);
        intact(original);
        intact(fork);
        memory.close(original);
        intact(fork);
    }

    @Test
    void whatIsCutBackAndWrittenAnewLeavesKeptBeginningsAlone() throws InterruptedException {
        CacheMemory memory = memory(100);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState state = open(memory, prefixes);
        extend(memory, state, text(1, 128));
        extend(memory, state, 1);
        memory.truncate(state, 70);
        extend(memory, state, text(2, 30));
        intact(state);
        SequenceState other = open(memory, prefixes);
        assertThat(extend(memory, other, text(1, 128))).isEqualTo(127);
        intact(other);
        memory.truncate(state, 0);
        extend(memory, state, text(3, 10));
        intact(state);
    }

    @Test
    void theLongestUnusedBeginningsGiveWayFirst() throws InterruptedException {
        CacheMemory memory = memory(4);
        PrefixTree prefixes = memory.newPrefixes();
        for (int seed = 1; seed <= 4; seed++) {
            SequenceState state = open(memory, prefixes);
            extend(memory, state, text(seed, 64));
            memory.close(state);
        }
        SequenceState again = open(memory, prefixes);
        assertThat(extend(memory, again, text(1, 64))).as("still kept, used now").isEqualTo(63);
        memory.close(again);
        SequenceState fifth = open(memory, prefixes);
        extend(memory, fifth, text(5, 64));
        memory.close(fifth);
        SequenceState second = open(memory, prefixes);
        assertThat(extend(memory, second, text(2, 64))).as("was the longest unused").isZero();
        SequenceState first = open(memory, prefixes);
        assertThat(extend(memory, first, text(1, 64))).isEqualTo(63);
        assertThat(memory.usage().usedBytes()).isLessThanOrEqualTo(4 * BLOCK);
    }

    @Test
    void noMoreIsKeptThanMayBe() throws InterruptedException {
        CacheMemory memory = new CacheMemory(100 * BLOCK, 2 * BLOCK, NEVER);
        PrefixTree prefixes = memory.newPrefixes();
        for (int seed = 1; seed <= 9; seed++) {
            SequenceState state = open(memory, prefixes);
            extend(memory, state, text(seed, 100));
            memory.close(state);
        }
        assertThat(memory.usage().usedBytes()).isEqualTo(2 * BLOCK);
        memory.forget(prefixes);
        assertThat(memory.usage().usedBytes()).isZero();
    }

    @Test
    void theYoungestLosesItsStateAndComputesOnlyWhatIsGone() throws InterruptedException {
        CacheMemory memory = memory(6);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        SequenceState middle = open(memory, prefixes);
        SequenceState young = open(memory, prefixes);
        extend(memory, old, text(1, 64));
        extend(memory, middle, text(2, 128));
        extend(memory, young, text(3, 190));
        extend(memory, old, text(4, 64));
        assertThat(memory.usage().preempted()).isOne();
        intact(old);
        intact(middle);
        memory.close(middle);
        assertThat(extend(memory, young, 9)).as("one of its three blocks was needed").isEqualTo(128);
        intact(young);
        assertThat(memory.usage().usedBytes()).isLessThanOrEqualTo(6 * BLOCK);
    }

    @Test
    void whoFindsNothingWaitsUntilAnOlderOneEnds() throws Exception {
        CacheMemory memory = memory(2);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        extend(memory, old, text(1, 100));
        SequenceState young = open(memory, prefixes);
        Future<Integer> waits = callers.submit(() -> extend(memory, young, text(2, 100)));
        await().until(memory::isShort);
        assertThat(waits.isDone()).isFalse();
        SequenceState younger = open(memory, prefixes);
        Future<Integer> behind = callers.submit(() -> extend(memory, younger, text(3, 10)));
        await().until(() -> memory.usage().waiting() == 2);
        memory.close(old);
        assertThat(waits.get()).isZero();
        intact(young);
        memory.close(young);
        behind.get();
        assertThat(memory.isShort()).isFalse();
    }

    @Test
    void whoIsBeingComputedIsNotTouched() throws Exception {
        CacheMemory memory = memory(2);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        SequenceState young = open(memory, prefixes);
        int from = memory.enter(young, text(2, 100), 1);
        Future<Integer> waits = callers.submit(() -> extend(memory, old, text(1, 100)));
        await().until(memory::isShort);
        compute(memory, young, from, 100);
        waits.get();
        assertThat(memory.usage().preempted()).isOne();
        intact(old);
        memory.close(old);
        extend(memory, young, 1);
        intact(young);
    }

    @Test
    void anOldSequenceWhoseReaderIsSlowGivesWay() throws Exception {
        CacheMemory memory = new CacheMemory(2 * BLOCK, 2 * BLOCK, Duration.ofMillis(20));
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        extend(memory, old, text(1, 100));
        SequenceState young = open(memory, prefixes);
        callers.submit(() -> extend(memory, young, text(2, 100))).get();
        assertThat(memory.usage().preempted()).isOne();
        intact(young);
        extend(memory, old, 7);
        intact(old);
    }

    @Test
    void whoIsInterruptedWhileWaitingIsAsBefore() throws Exception {
        CacheMemory memory = memory(2);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        extend(memory, old, text(1, 64));
        SequenceState young = open(memory, prefixes);
        extend(memory, young, text(2, 10));
        Thread waits = Thread.ofVirtual().start(() -> {
            try {
                extend(memory, young, text(3, 100));
            } catch (InterruptedException expected) {
                computed.add("interrupted");
            }
        });
        await().until(memory::isShort);
        waits.interrupt();
        waits.join();
        assertThat(computed).containsExactly("interrupted");
        assertThat(memory.isShort()).isFalse();
        assertThat(young.length()).isEqualTo(10);
        extend(memory, young, 4);
        intact(young);
    }

    @Test
    void whoWaitsWhenAllIsClosedIsSentAway() throws Exception {
        CacheMemory memory = memory(1);
        PrefixTree prefixes = memory.newPrefixes();
        SequenceState old = open(memory, prefixes);
        extend(memory, old, text(1, 64));
        Future<Integer> waits = callers.submit(() -> extend(memory, open(memory, prefixes), text(2, 10)));
        await().until(memory::isShort);
        memory.close();
        assertThatThrownBy(waits::get).hasRootCauseMessage("engine: closed (expected: open)");
    }
}
