package dev.drover.gateway.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadingTest {

    private static String shown(long patienceNanos, long... bytes) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Loading loading = new Loading("big", new PrintStream(written, true, StandardCharsets.UTF_8), patienceNanos);
        for (long each : bytes) {
            loading.accept(each);
        }
        loading.end();
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatTakesLongShowsEachMegabyteOnceAndEndsItsLine() {
        assertThat(shown(-1, 1_000, 2_500_000, 2_900_000, 7_000_000))
                .isEqualTo("\rloading big: 0 MB of weights are in order\rloading big: 2 MB of weights are in order"
                        + "\rloading big: 7 MB of weights are in order" + System.lineSeparator());
    }

    @Test
    void whatIsQuickShowsNothing() {
        assertThat(shown(Long.MAX_VALUE, 1_000, 2_500_000, 7_000_000)).isEmpty();
    }
}
