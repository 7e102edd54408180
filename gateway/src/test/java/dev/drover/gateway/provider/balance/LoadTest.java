package dev.drover.gateway.provider.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LoadTest {

    private final AtomicLong now = new AtomicLong(5);
    private final Load load = new Load(now::get);

    @Test
    void aSlowAnswerCountsAtOnceAndQuickOnesDrawTheMeanDownWithTime() {
        load.began(Duration.ofMillis(100));
        load.began(Duration.ofMillis(900));
        assertThat(load.nanos()).isEqualTo(900e6);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(load.nanos()).as("decayed by 1/e").isCloseTo(900e6 / Math.E, within(1e3));
        load.began(Duration.ofMillis(100));
        assertThat(load.nanos()).isCloseTo(100e6 + (900e6 - 100e6) / Math.E, within(1e3));
    }

    @Test
    void whoIsUnknownAndBusyIsTakenForSlow() {
        assertThat(load.expected(1)).isZero();
        load.begin(7);
        assertThat(load.expected(1)).isEqualTo(2e9);
        load.began(Duration.ofMillis(10));
        assertThat(load.expected(1)).isEqualTo(20e6);
        load.end(7);
        assertThat(load.tokens()).isZero();
        assertThat(load.running()).isZero();
    }
}
