package dev.drover.engine.crew;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private record Place(int index, int count) implements Member {

        @Override
        public void await() {
            // alone in the test
        }
    }
}
