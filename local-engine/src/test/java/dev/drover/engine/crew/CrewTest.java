package dev.drover.engine.crew;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class CrewTest {

    @Test
    void everyMemberRunsOnceAndTheCallerIsTheFirst() {
        try (Crew crew = new Crew(3)) {
            for (int round = 0; round < 200; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(3);
                Thread caller = Thread.currentThread();
                crew.run(member -> {
                    runs.incrementAndGet(member.index());
                    assertThat(member.count()).isEqualTo(3);
                    assertThat(Thread.currentThread().equals(caller)).isEqualTo(member.index() == 0);
                });
                for (int i = 0; i < 3; i++) {
                    assertThat(runs.get(i)).isOne();
                }
            }
        }
    }

    @Test
    void nobodyPassesABarrierBeforeAllHaveCome() {
        try (Crew crew = new Crew(4)) {
            AtomicInteger arrived = new AtomicInteger();
            crew.run(member -> {
                for (int phase = 1; phase <= 500; phase++) {
                    arrived.incrementAndGet();
                    member.await();
                    assertThat(arrived.get()).isGreaterThanOrEqualTo(4 * phase);
                    member.await();
                }
            });
            assertThat(arrived.get()).isEqualTo(2000);
        }
    }

    @Test
    void workComesBackAfterAPause() {
        try (Crew crew = new Crew(2)) {
            AtomicInteger runs = new AtomicInteger();
            for (int round = 0; round < 5; round++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                crew.run(member -> runs.incrementAndGet());
            }
            assertThat(runs.get()).isEqualTo(10);
        }
    }

    @Test
    void aFailureReachesTheCallerAndTheCrewWorksOn() {
        try (Crew crew = new Crew(3)) {
            for (int failing = 0; failing < 3; failing++) {
                int index = failing;
                assertThatThrownBy(() -> crew.run(member -> {
                    member.await();
                    if (member.index() == index) {
                        throw new IllegalArgumentException("broken");
                    }
                    member.await();
                })).isInstanceOf(IllegalStateException.class).hasRootCauseMessage("broken");
                AtomicInteger runs = new AtomicInteger();
                crew.run(member -> {
                    member.await();
                    runs.incrementAndGet();
                });
                assertThat(runs.get()).isEqualTo(3);
            }
        }
    }

    @Test
    void sharesCoverEverythingOnce() {
        for (int count = 1; count <= 5; count++) {
            for (int total : new int[] {0, 1, 3, 4, 7, 64, 65}) {
                int next = 0;
                for (int index = 0; index < count; index++) {
                    Member member = new Place(index, count);
                    assertThat(member.from(total, 4)).isEqualTo(next);
                    next = member.to(total, 4);
                }
                assertThat(next).isEqualTo(total);
            }
        }
    }

    @Test
    void aCrewNeedsAThreadAndIsNotUsedWhenClosed() {
        assertThatThrownBy(() -> new Crew(0)).hasMessageContaining("threads: 0");
        Crew crew = new Crew(2);
        crew.close();
        assertThatThrownBy(() -> crew.run(member -> {
        })).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whateverIsThrownReachesTheCallerInOneForm(int size) {
        try (Crew crew = new Crew(size)) {
            for (int index = 0; index < size; index++) {
                int failing = index;
                assertThatThrownBy(() -> crew.run(member -> {
                    if (member.index() == failing) {
                        throw new StackOverflowError("deep");
                    }
                    member.await();
                })).isInstanceOf(IllegalStateException.class).hasCauseInstanceOf(StackOverflowError.class);
            }
            assertThatThrownBy(() -> crew.run(member -> {
                throw new IllegalArgumentException("all of us");
            })).hasRootCauseMessage("all of us");
        }
    }

    @Test
    void randomFailuresNeverLeaveAnybodyBehind() {
        SplittableRandom random = new SplittableRandom(1);
        try (Crew crew = new Crew(4)) {
            for (int round = 0; round < 300; round++) {
                int failing = random.nextInt(5);
                int phase = random.nextInt(4);
                AtomicIntegerArray phases = new AtomicIntegerArray(4);
                Work work = member -> {
                    for (int i = 0; i < 4; i++) {
                        if (member.index() == failing && i == phase) {
                            throw new IllegalStateException("round");
                        }
                        member.await();
                        phases.incrementAndGet(member.index());
                    }
                };
                if (failing == 4) {
                    crew.run(work);
                } else {
                    assertThatThrownBy(() -> crew.run(work)).hasRootCauseMessage("round");
                }
                for (int i = 0; i < 4; i++) {
                    assertThat(phases.get(i)).isLessThanOrEqualTo(failing == 4 ? 4 : phase);
                }
            }
        }
    }

    @Test
    void closingDuringARunLetsItEndWhole() throws InterruptedException {
        Crew crew = new Crew(3);
        AtomicInteger done = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        Thread closer = Thread.ofPlatform().start(() -> {
            awaitQuietly(begun);
            closing.countDown();
            crew.close();
        });
        crew.run(member -> {
            begun.countDown();
            awaitQuietly(closing);
            for (int i = 0; i < 50; i++) {
                member.await();
            }
            done.incrementAndGet();
        });
        closer.join();
        assertThat(done).hasValue(3);
        assertThatThrownBy(() -> crew.run(member -> {
        })).hasMessageContaining("crew: closed");
        crew.close();
    }

    @Test
    void callersAtTheSameTimeTakeTurns() throws InterruptedException {
        try (Crew crew = new Crew(2)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger runs = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int round = 0; round < 100; round++) {
                        crew.run(member -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            member.await();
                            runs.incrementAndGet();
                            member.await();
                            inside.decrementAndGet();
                        });
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(runs).hasValue(800);
            assertThat(most.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void anInterruptedCallerStillWaitsForItsCrew() {
        try (Crew crew = new Crew(3)) {
            AtomicInteger done = new AtomicInteger();
            Thread.currentThread().interrupt();
            crew.run(member -> {
                member.await();
                done.incrementAndGet();
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).hasValue(3);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Place(int index, int count) implements Member {

        @Override
        public void await() {
            // alone in the test
        }
    }
}
